import { isNegativeWord } from "./comparison.ts";
import { wordToNumber } from "./convert.ts";

/*
 * Bit operations. Those with two operands take the word at `top` and the one below it and leave their result below.
 */

export function andWords(limbs: Uint32Array, top: number): void {
  for (let i = top; i < top + 8; i++) limbs[i - 8] = (limbs[i - 8] as number) & (limbs[i] as number);
}

export function orWords(limbs: Uint32Array, top: number): void {
  for (let i = top; i < top + 8; i++) limbs[i - 8] = (limbs[i - 8] as number) | (limbs[i] as number);
}

export function xorWords(limbs: Uint32Array, top: number): void {
  for (let i = top; i < top + 8; i++) limbs[i - 8] = (limbs[i - 8] as number) ^ (limbs[i] as number);
}

export function notWord(limbs: Uint32Array, top: number): void {
  for (let i = top; i < top + 8; i++) limbs[i] = ~(limbs[i] as number);
}

/** below = byte number `top` of below, counted from the most significant. */
export function byteOfWord(limbs: Uint32Array, top: number): void {
  const below = top - 8;
  const index = wordToNumber(limbs, top);
  const byte = index > 31 ? 0 : ((limbs[below + 7 - (index >>> 2)] as number) >>> (8 * (3 - (index & 3)))) & 0xff;
  limbs.fill(0, below, top);
  limbs[below] = byte;
}

/** below = below << top. */
export function shiftLeft(limbs: Uint32Array, top: number): void {
  const below = top - 8;
  const shift = wordToNumber(limbs, top);
  if (shift > 255) {
    limbs.fill(0, below, top);
    return;
  }
  const whole = shift >>> 5;
  const bits = shift & 31;
  for (let i = 7; i >= 0; i--) {
    const high = i >= whole ? (limbs[below + i - whole] as number) : 0;
    const low = i > whole ? (limbs[below + i - whole - 1] as number) : 0;
    limbs[below + i] = bits === 0 ? high : (high << bits) | (low >>> (32 - bits));
  }
}

/** below = below >> top, filled with zeros. */
export function shiftRight(limbs: Uint32Array, top: number): void {
  shiftRightFilled(limbs, top, 0);
}

/** below = below >> top, filled with its sign. */
export function shiftRightSigned(limbs: Uint32Array, top: number): void {
  shiftRightFilled(limbs, top, isNegativeWord(limbs, top - 8) ? 0xffffffff : 0);
}

function shiftRightFilled(limbs: Uint32Array, top: number, filler: number): void {
  const below = top - 8;
  const shift = wordToNumber(limbs, top);
  if (shift > 255) {
    limbs.fill(filler, below, top);
    return;
  }
  const whole = shift >>> 5;
  const bits = shift & 31;
  for (let i = 0; i < 8; i++) {
    const low = i + whole < 8 ? (limbs[below + i + whole] as number) : filler;
    const high = i + whole + 1 < 8 ? (limbs[below + i + whole + 1] as number) : filler;
    limbs[below + i] = bits === 0 ? low : (low >>> bits) | (high << (32 - bits));
  }
}

/** below = below, its byte number `top` (0 = lowest) being the one with the sign. */
export function signExtend(limbs: Uint32Array, top: number): void {
  const below = top - 8;
  const index = wordToNumber(limbs, top);
  if (index > 30) return;
  const place = below + (index >>> 2);
  const unused = 24 - 8 * (index & 3);
  const extended = ((limbs[place] as number) << unused) >> unused;
  limbs[place] = extended;
  limbs.fill(extended < 0 ? 0xffffffff : 0, place + 1, top);
}
