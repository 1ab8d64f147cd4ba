import { nativeBuffer } from "./native-buffer.ts";

/** Below this a loop beats the call into Buffer. */
const nativeLengthMin = 48;

/** Byte-wise lexicographic order: negative, zero or positive; a prefix sorts first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  if (nativeBuffer !== undefined && length >= nativeLengthMin) return nativeBuffer.compare(a, b);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** True when both hold the same bytes. Not constant time: never use it on secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compareBytes(a, b) === 0;
}
