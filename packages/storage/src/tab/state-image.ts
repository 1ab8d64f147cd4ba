import { binaryStringToBytes, bytesToBinaryString, equalBytes, utf8ToBytes } from "@yanta/bytes";
import { hashParts } from "@yanta/crypto";
import type { KvEntry } from "../interface.ts";

/**
 * All entries of a store as one piece of bytes. Numbers are big endian.
 *
 * | image | bytes |
 * |---|---|
 * | `YTIMAGE1` | 8 |
 * | length of the entries | 4 |
 * | SHA-256 of the length and the entries | 32 |
 * | entries: key length 2, value length 4, key, value | |
 */
const magic = utf8ToBytes("YTIMAGE1");
const headerLength = 44;
const entryHeaderLength = 6;

export function encodeStateImage(entries: Iterable<KvEntry>): Uint8Array {
  let bytes = new Uint8Array(1 << 16);
  let at = headerLength;
  for (const [key, value] of entries) {
    const end = at + entryHeaderLength + key.length + value.length;
    if (end > bytes.length) bytes = grow(bytes, end);
    const view = new DataView(bytes.buffer);
    view.setUint16(at, key.length);
    view.setUint32(at + 2, value.length);
    bytes.set(binaryStringToBytes(key), at + entryHeaderLength);
    bytes.set(value, end - value.length);
    at = end;
  }
  const image = bytes.subarray(0, at);
  image.set(magic);
  new DataView(bytes.buffer).setUint32(8, at - headerLength);
  image.set(hashParts("SHA256", [image.subarray(8, 12), image.subarray(headerLength)]), 12);
  return image;
}

/** The entries in their order; undefined when the bytes are not a whole image. */
export function decodeStateImage(bytes: Uint8Array): readonly KvEntry[] | undefined {
  if (bytes.length < headerLength || !equalBytes(bytes.subarray(0, 8), magic)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(8) !== bytes.length - headerLength) return undefined;
  const checksum = hashParts("SHA256", [bytes.subarray(8, 12), bytes.subarray(headerLength)]);
  if (!equalBytes(checksum, bytes.subarray(12, headerLength))) return undefined;
  const entries: KvEntry[] = [];
  for (let at = headerLength; at < bytes.length;) {
    const valueAt = at + entryHeaderLength + view.getUint16(at);
    const end = valueAt + view.getUint32(at + 2);
    entries.push([bytesToBinaryString(bytes.subarray(at + entryHeaderLength, valueAt)), bytes.slice(valueAt, end)]);
    at = end;
  }
  return entries;
}

function grow(bytes: Uint8Array, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(sizeBytes, bytes.length * 2));
  larger.set(bytes);
  return larger;
}
