/** A value cut out of a block is copied: a few bytes that are kept must not keep a whole block in memory. */
export function compactValue(value: Uint8Array): Uint8Array {
  return value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value);
}
