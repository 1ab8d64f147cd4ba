import type { WordStack } from "./word-stack.ts";

const twoTo32 = 0x1_0000_0000;
const hexDigits = "0123456789abcdef";

/** The number, Infinity when a double does not hold it exactly (2^53 and above). */
export function wordToNumber(limbs: Uint32Array, at: number): number {
  const second = limbs[at + 1] as number;
  if (
    second > 0x1fffff ||
    ((limbs[at + 2] as number) |
      (limbs[at + 3] as number) |
      (limbs[at + 4] as number) |
      (limbs[at + 5] as number) |
      (limbs[at + 6] as number) |
      (limbs[at + 7] as number)) !==
      0
  ) {
    return Infinity;
  }
  return second * twoTo32 + (limbs[at] as number);
}

/** Writes an integer from 0 to 2^53 - 1. */
export function writeNumber(limbs: Uint32Array, at: number, value: number): void {
  limbs[at] = value;
  limbs[at + 1] = value / twoTo32;
  limbs[at + 2] = 0;
  limbs[at + 3] = 0;
  limbs[at + 4] = 0;
  limbs[at + 5] = 0;
  limbs[at + 6] = 0;
  limbs[at + 7] = 0;
}

export function readBigInt({ quads }: WordStack, at: number): bigint {
  const quad = at >>> 1;
  const low = (quads[quad] as bigint) | ((quads[quad + 1] as bigint) << 64n);
  const high = (quads[quad + 2] as bigint) | ((quads[quad + 3] as bigint) << 64n);
  return high === 0n ? low : low | (high << 128n);
}

/** The number in two's complement. */
export function readSignedBigInt(stack: WordStack, at: number): bigint {
  return BigInt.asIntN(256, readBigInt(stack, at));
}

/** Writes an integer modulo 2^256. */
export function writeBigInt({ quads }: WordStack, at: number, value: bigint): void {
  const quad = at >>> 1;
  quads[quad] = value;
  quads[quad + 1] = value >> 64n;
  quads[quad + 2] = value >> 128n;
  quads[quad + 3] = value >> 192n;
}

/** The low 20 bytes as 40 lower-case hex digits. */
export function wordToAddress(limbs: Uint32Array, at: number): string {
  let text = "";
  for (let i = 4; i >= 0; i--) text += limbToHex(limbs[at + i] as number);
  return text;
}

/** Writes an address of 40 hex digits. */
export function writeAddress(limbs: Uint32Array, at: number, address: string): void {
  for (let i = 0; i < 5; i++) limbs[at + i] = hexToLimb(address, 32 - 8 * i);
  limbs[at + 5] = 0;
  limbs[at + 6] = 0;
  limbs[at + 7] = 0;
}

/** The number in hex without leading zeros; zero is the empty text. */
export function wordToMinimalHex(limbs: Uint32Array, at: number): string {
  let limb = 7;
  while (limb >= 0 && limbs[at + limb] === 0) limb--;
  if (limb < 0) return "";
  const first = limbToHex(limbs[at + limb] as number);
  let digits = 0;
  // Whole bytes: an even number of digits stays.
  while (first.charCodeAt(digits) === 0x30 && first.charCodeAt(digits + 1) === 0x30) digits += 2;
  let text = first.slice(digits);
  for (limb--; limb >= 0; limb--) text += limbToHex(limbs[at + limb] as number);
  return text;
}

/** The number in big-endian bytes without leading zeros; zero is empty. */
export function wordToMinimalBytes(limbs: Uint32Array, at: number): Uint8Array {
  let length = 32;
  while (length > 0 && byteAt(limbs, at, length - 1) === 0) length--;
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = byteAt(limbs, at, length - 1 - i);
  return bytes;
}

/** 32 big-endian bytes. */
export function wordToBytes(limbs: Uint32Array, at: number): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[i] = byteAt(limbs, at, 31 - i);
  return bytes;
}

/**
 * Writes `length` (at most 32) bytes from `start` as one big-endian number; bytes past the end of the array count as zero.
 */
export function writeBytes(limbs: Uint32Array, at: number, bytes: Uint8Array, start = 0, length = bytes.length): void {
  for (let i = 0; i < 8; i++) {
    const end = start + length - 4 * i;
    let limb = 0;
    for (let place = end - 4 < start ? start : end - 4; place < end; place++) limb = (limb << 8) | (bytes[place] ?? 0);
    limbs[at + i] = limb;
  }
}

/** Byte number `index` (0 = lowest). */
function byteAt(limbs: Uint32Array, at: number, index: number): number {
  return ((limbs[at + (index >>> 2)] as number) >>> (8 * (index & 3))) & 0xff;
}

function limbToHex(limb: number): string {
  let text = "";
  for (let shift = 28; shift >= 0; shift -= 4) text += hexDigits[(limb >>> shift) & 15];
  return text;
}

/** Eight hex digits from `start`. */
function hexToLimb(text: string, start: number): number {
  let limb = 0;
  for (let i = start; i < start + 8; i++) {
    const code = text.charCodeAt(i);
    limb = (limb << 4) | (code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57);
  }
  return limb;
}
