/** Whether a word is zero. */
export function isZeroWord(limbs: Uint32Array, at: number): boolean {
  return (
    ((limbs[at] as number) |
      (limbs[at + 1] as number) |
      (limbs[at + 2] as number) |
      (limbs[at + 3] as number) |
      (limbs[at + 4] as number) |
      (limbs[at + 5] as number) |
      (limbs[at + 6] as number) |
      (limbs[at + 7] as number)) ===
    0
  );
}

/** Whether two words are equal. */
export function areEqualWords(limbs: Uint32Array, a: number, b: number): boolean {
  for (let i = 0; i < 8; i++) if (limbs[a + i] !== limbs[b + i]) return false;
  return true;
}

/** Whether the word at `a` is less than the one at `b`, both unsigned. */
export function isLessWord(limbs: Uint32Array, a: number, b: number): boolean {
  for (let i = 7; i >= 0; i--) {
    const difference = (limbs[a + i] as number) - (limbs[b + i] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Whether the word at `a` is less than the one at `b`, both in two's complement. */
export function isLessSignedWord(limbs: Uint32Array, a: number, b: number): boolean {
  const isNegativeA = isNegativeWord(limbs, a);
  return isNegativeA === isNegativeWord(limbs, b) ? isLessWord(limbs, a, b) : isNegativeA;
}

export function isNegativeWord(limbs: Uint32Array, at: number): boolean {
  return (limbs[at + 7] as number) > 0x7fffffff;
}
