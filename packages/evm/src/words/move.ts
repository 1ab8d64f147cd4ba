/** Copies a word. */
export function copyWord(limbs: Uint32Array, to: number, from: number): void {
  limbs[to] = limbs[from] as number;
  limbs[to + 1] = limbs[from + 1] as number;
  limbs[to + 2] = limbs[from + 2] as number;
  limbs[to + 3] = limbs[from + 3] as number;
  limbs[to + 4] = limbs[from + 4] as number;
  limbs[to + 5] = limbs[from + 5] as number;
  limbs[to + 6] = limbs[from + 6] as number;
  limbs[to + 7] = limbs[from + 7] as number;
}

/** Exchanges two words. */
export function swapWords(limbs: Uint32Array, a: number, b: number): void {
  for (let i = 0; i < 8; i++) {
    const limb = limbs[a + i] as number;
    limbs[a + i] = limbs[b + i] as number;
    limbs[b + i] = limb;
  }
}

/** Writes a number below 2^32. */
export function writeSmall(limbs: Uint32Array, at: number, value: number): void {
  limbs[at] = value;
  limbs[at + 1] = 0;
  limbs[at + 2] = 0;
  limbs[at + 3] = 0;
  limbs[at + 4] = 0;
  limbs[at + 5] = 0;
  limbs[at + 6] = 0;
  limbs[at + 7] = 0;
}

/** Writes the big-endian number of `length` (1 to 32) bytes from `start`; all of them are there. */
export function writePushed(limbs: Uint32Array, at: number, bytes: Uint8Array, start: number, length: number): void {
  let end = start + length;
  let limb = at;
  for (; end - start >= 4; end -= 4) {
    limbs[limb++] =
      ((bytes[end - 4] as number) << 24) |
      ((bytes[end - 3] as number) << 16) |
      ((bytes[end - 2] as number) << 8) |
      (bytes[end - 1] as number);
  }
  if (end > start) {
    let rest = 0;
    for (let place = start; place < end; place++) rest = (rest << 8) | (bytes[place] as number);
    limbs[limb++] = rest;
  }
  while (limb < at + 8) limbs[limb++] = 0;
}
