/** 4 bytes, little endian, of a number taken modulo 2^32. */
export function uint32ToBytesLe(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value, true);
  return out;
}

/** 8 bytes, little endian, of a signed 64-bit integer. */
export function int64ToBytesLe(value: bigint): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigInt64(0, value, true);
  return out;
}

/** The signed 64-bit integer in exactly 8 little-endian bytes; undefined for another length. */
export function bytesToInt64Le(bytes: Uint8Array): bigint | undefined {
  if (bytes.length !== 8) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true);
}

/** 8 bytes, big endian, of an unsigned 64-bit integer: sorts like the number. */
export function uint64ToBytesBe(value: bigint): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, value, false);
  return out;
}

/** The unsigned 64-bit integer in 8 big-endian bytes at `offset`. The caller has checked the length. */
export function bytesToUint64Be(bytes: Uint8Array, offset = 0): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset + offset, 8).getBigUint64(0, false);
}
