/** A contract that the chain itself implements. */
export interface Precompile {
  /** Price of a call with this input; Infinity for what nobody can pay. */
  gas(input: Uint8Array): number;
  /** What it returns; undefined when the call fails. The input may be a view that changes later. */
  run(input: Uint8Array): Uint8Array | undefined;
}

/** A price that grows with the words of the input. */
export function perWord(base: number, word: number): (input: Uint8Array) => number {
  return (input) => base + word * Math.ceil(input.length / 32);
}

/** `length` bytes from `start`, as if zeros followed the input. */
export function paddedSlice(input: Uint8Array, start: number, length: number): Uint8Array {
  const slice = new Uint8Array(length);
  if (start < input.length) slice.set(input.subarray(start, start + length));
  return slice;
}

/** The big-endian number in bytes. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  let text = "0x0";
  for (const byte of bytes) text += (byte < 16 ? "0" : "") + byte.toString(16);
  return BigInt(text);
}

/** A number from 0 in `length` big-endian bytes; it fits. */
export function bigIntToBytes(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const text = value.toString(16).padStart(2 * length, "0");
  for (let i = 0; i < length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
