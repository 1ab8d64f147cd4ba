/*
 * Sum, difference and product modulo 2^256. Each takes the word at `top` and the one below it and leaves its result below.
 */

/** below = top + below. */
export function addWords(limbs: Uint32Array, top: number): void {
  const below = top - 8;
  let carry = 0;
  for (let i = 0; i < 8; i++) {
    const sum = (limbs[top + i] as number) + (limbs[below + i] as number) + carry;
    limbs[below + i] = sum;
    carry = sum > 0xffffffff ? 1 : 0;
  }
}

/** below = top - below. */
export function subtractWords(limbs: Uint32Array, top: number): void {
  const below = top - 8;
  let borrow = 0;
  for (let i = 0; i < 8; i++) {
    const difference = (limbs[top + i] as number) - (limbs[below + i] as number) - borrow;
    limbs[below + i] = difference;
    borrow = difference < 0 ? 1 : 0;
  }
}

const factorA = new Float64Array(16);
const factorB = new Float64Array(16);

/** below = top * below, as a product of 16-bit digits: each sum of 16 products stays exact. */
export function multiplyWords(limbs: Uint32Array, top: number): void {
  const below = top - 8;
  const digitsA = toDigits(limbs, top, factorA);
  const digitsB = toDigits(limbs, below, factorB);
  let carry = 0;
  for (let limb = 0; limb < 8; limb++) {
    const low = carry + digitSum(2 * limb, digitsA, digitsB);
    const lowCarry = Math.floor(low / 65_536);
    const high = lowCarry + digitSum(2 * limb + 1, digitsA, digitsB);
    carry = Math.floor(high / 65_536);
    limbs[below + limb] = (high - carry * 65_536) * 65_536 + (low - lowCarry * 65_536);
  }
}

/** Sum of the products that belong to digit `place`. */
function digitSum(place: number, digitsA: number, digitsB: number): number {
  let sum = 0;
  const last = place < digitsA ? place : digitsA - 1;
  for (let i = place < digitsB ? 0 : place - digitsB + 1; i <= last; i++) {
    sum += (factorA[i] as number) * (factorB[place - i] as number);
  }
  return sum;
}

/** Splits a word into 16-bit digits; returns how many are significant. */
function toDigits(limbs: Uint32Array, at: number, digits: Float64Array): number {
  let count = 0;
  for (let i = 0; i < 8; i++) {
    const limb = limbs[at + i] as number;
    digits[2 * i] = limb & 0xffff;
    digits[2 * i + 1] = limb >>> 16;
    if (limb !== 0) count = limb > 0xffff ? 2 * i + 2 : 2 * i + 1;
  }
  return count;
}
