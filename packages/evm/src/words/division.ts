import { isZeroWord } from "./comparison.ts";
import { readBigInt, readSignedBigInt, wordToNumber, writeBigInt, writeNumber } from "./convert.ts";
import type { WordStack } from "./word-stack.ts";

/*
 * Division, remainders and powers. Numbers that a double holds exactly are divided as such, others as BigInt.
 * Each takes the word at `top` and those below it and leaves its result in the lowest; division by zero gives zero.
 */

/** below = top / below, unsigned. */
export function divideWords(stack: WordStack, top: number): void {
  const below = top - 8;
  const { limbs } = stack;
  if (isZeroWord(limbs, below)) return;
  const dividend = wordToNumber(limbs, top);
  const divisor = wordToNumber(limbs, below);
  if (dividend !== Infinity) writeNumber(limbs, below, Math.floor(dividend / divisor));
  else writeBigInt(stack, below, readBigInt(stack, top) / readBigInt(stack, below));
}

/** below = top % below, unsigned. */
export function remainderWords(stack: WordStack, top: number): void {
  const below = top - 8;
  const { limbs } = stack;
  if (isZeroWord(limbs, below)) return;
  const dividend = wordToNumber(limbs, top);
  const divisor = wordToNumber(limbs, below);
  if (dividend !== Infinity) writeNumber(limbs, below, divisor === Infinity ? dividend : dividend % divisor);
  else writeBigInt(stack, below, readBigInt(stack, top) % readBigInt(stack, below));
}

/** below = top / below, signed, towards zero. */
export function divideSignedWords(stack: WordStack, top: number): void {
  const below = top - 8;
  if (isZeroWord(stack.limbs, below)) return;
  writeBigInt(stack, below, readSignedBigInt(stack, top) / readSignedBigInt(stack, below));
}

/** below = top % below, signed, with the dividend's sign. */
export function remainderSignedWords(stack: WordStack, top: number): void {
  const below = top - 8;
  if (isZeroWord(stack.limbs, below)) return;
  writeBigInt(stack, below, readSignedBigInt(stack, top) % readSignedBigInt(stack, below));
}

/** third = (top + second) % third, the sum not being cut. */
export function addModulo(stack: WordStack, top: number): void {
  const third = top - 16;
  if (isZeroWord(stack.limbs, third)) return;
  writeBigInt(stack, third, (readBigInt(stack, top) + readBigInt(stack, top - 8)) % readBigInt(stack, third));
}

/** third = (top * second) % third, the product not being cut. */
export function multiplyModulo(stack: WordStack, top: number): void {
  const third = top - 16;
  if (isZeroWord(stack.limbs, third)) return;
  writeBigInt(stack, third, (readBigInt(stack, top) * readBigInt(stack, top - 8)) % readBigInt(stack, third));
}

/** below = top ** below modulo 2^256. */
export function raiseWords(stack: WordStack, top: number): void {
  let base = readBigInt(stack, top);
  let exponent = readBigInt(stack, top - 8);
  let power = 1n;
  while (exponent > 0n) {
    if ((exponent & 1n) === 1n) power = BigInt.asUintN(256, power * base);
    exponent >>= 1n;
    if (exponent > 0n) base = BigInt.asUintN(256, base * base);
  }
  writeBigInt(stack, top - 8, power);
}

/** Bytes of the number without leading zeros. */
export function significantBytes(limbs: Uint32Array, at: number): number {
  for (let i = 7; i >= 0; i--) {
    const limb = limbs[at + i] as number;
    if (limb !== 0) return 4 * i + 4 - (Math.clz32(limb) >>> 3);
  }
  return 0;
}
