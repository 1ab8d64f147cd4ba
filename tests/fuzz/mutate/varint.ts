/** Base-128 of up to 64 bits, written apart from the product's own code. */
export function encodeVarint(value: bigint): Uint8Array {
  const out: number[] = [];
  let rest = value;
  while (rest >= 0x80n) {
    out.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Uint8Array.of(...out, Number(rest));
}

/** The varint at `offset` and where it ends; undefined when there is none. */
export function decodeVarint(
  bytes: Uint8Array,
  offset: number,
): { readonly value: bigint; readonly offset: number } | undefined {
  let value = 0n;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[offset + index];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { value, offset: offset + index + 1 };
  }
  return undefined;
}
