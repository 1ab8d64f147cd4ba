import { nativeBuffer, plainBytes } from "./native-buffer.ts";

/** Up to this an array lives in the heap and is cheap; above, memory from Buffer's pool is cheaper. */
const heapLengthMax = 64;

/** One new array holding a few parts in order; lists without a small bound go to `joinBytes`. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return joinBytes(parts);
}

/** One new array holding all parts in order, however many: a call takes some 100,000 arguments before the stack ends. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = allocate(length);
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** No bytes. */
export const emptyBytes: Uint8Array = new Uint8Array(0);

/** Memory with any content: the caller overwrites all of it. */
function allocate(length: number): Uint8Array {
  if (nativeBuffer === undefined || length <= heapLengthMax) return new Uint8Array(length);
  return plainBytes(nativeBuffer.allocUnsafe(length));
}
