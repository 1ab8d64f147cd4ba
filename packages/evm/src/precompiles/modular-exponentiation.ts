import { emptyBytes } from "@yanta/bytes";
import { bigIntToBytes, bytesToBigInt, paddedSlice, type Precompile } from "./precompile.ts";

const headBytes = 96;
const gasMin = 200;

/** 5: base ** exponent % modulus of any length. Spec: EIP-198, EIP-2565 (price). */
export const modularExponentiation: Precompile = {
  gas: (input) => {
    const { baseLength, exponentLength, modulusLength } = readLengths(input);
    const complexity = Math.ceil(Math.max(baseLength, modulusLength) / 8) ** 2;
    if (complexity === 0) return gasMin;
    const head = bytesToBigInt(paddedSlice(input, headBytes + baseLength, Math.min(exponentLength, 32)));
    const headBits = head === 0n ? 0 : head.toString(2).length - 1;
    const iterations = Math.max(exponentLength > 32 ? 8 * (exponentLength - 32) + headBits : headBits, 1);
    return Math.max(gasMin, Math.floor((complexity * iterations) / 3));
  },
  run: (input) => {
    const { baseLength, exponentLength, modulusLength } = readLengths(input);
    if (modulusLength === 0) return emptyBytes;
    const exponentStart = headBytes + baseLength;
    const modulus = bytesToBigInt(paddedSlice(input, exponentStart + exponentLength, modulusLength));
    if (modulus === 0n) return new Uint8Array(modulusLength);
    const base = bytesToBigInt(paddedSlice(input, headBytes, baseLength)) % modulus;
    const exponent = paddedSlice(input, exponentStart, exponentLength);
    return bigIntToBytes(power(base, exponent, modulus), modulusLength);
  },
};

function readLengths(input: Uint8Array): { baseLength: number; exponentLength: number; modulusLength: number } {
  const read = (start: number): number => {
    const length = bytesToBigInt(paddedSlice(input, start, 32));
    return length > 0xffff_ffffn ? Infinity : Number(length);
  };
  return { baseLength: read(0), exponentLength: read(32), modulusLength: read(64) };
}

/** Squares for each bit of the exponent, from the highest, and multiplies where it is set. */
function power(base: bigint, exponent: Uint8Array, modulus: bigint): bigint {
  let result = 1n % modulus;
  let hasBegun = false;
  for (const byte of exponent) {
    for (let bit = 7; bit >= 0; bit--) {
      if (hasBegun) result = (result * result) % modulus;
      if (((byte >>> bit) & 1) === 1) {
        result = (result * base) % modulus;
        hasBegun = true;
      }
    }
  }
  return result;
}
