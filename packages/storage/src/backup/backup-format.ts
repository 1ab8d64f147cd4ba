import { bytesToUtf8, equalBytes, utf8ToBytes } from "@yanta/bytes";

/** Format number of backup files that this version writes and reads. */
export const backupFormat = 1;

/**
 * A backup is a header, the records of all blocks from 0 on as they lie in segments, and an end. Numbers are big endian.
 *
 * | part | bytes |
 * |---|---|
 * | header: `YTBACKUP`, format, length of the chain id, chain id, zeros | 8 + 4 + 1 + 31 |
 * | records (`segment-format.ts`) | |
 * | end: `YEND`, number of blocks, SHA-256 of all before | 4 + 8 + 32 |
 */
export const backupHeaderLength = 44;
export const backupEndLength = 44;

const headerMagic = utf8ToBytes("YTBACKUP");
const endMagic = utf8ToBytes("YEND");

export function encodeBackupHeader(chainId: string): Uint8Array {
  const bytes = new Uint8Array(backupHeaderLength);
  const text = utf8ToBytes(chainId);
  bytes.set(headerMagic);
  new DataView(bytes.buffer).setUint32(8, backupFormat);
  bytes[12] = text.length;
  bytes.set(text, 13);
  return bytes;
}

/** Undefined when the bytes do not begin a backup. */
export function decodeBackupHeader(
  bytes: Uint8Array,
): { readonly format: number; readonly chainId: string } | undefined {
  if (bytes.length < backupHeaderLength || !equalBytes(bytes.subarray(0, 8), headerMagic)) return undefined;
  const format = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8);
  return { format, chainId: bytesToUtf8(bytes.subarray(13, 13 + (bytes[12] ?? 0))) };
}

export function encodeBackupEnd(count: bigint, digest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(backupEndLength);
  bytes.set(endMagic);
  new DataView(bytes.buffer).setBigUint64(4, count);
  bytes.set(digest, 12);
  return bytes;
}

/** Undefined when the bytes are not the end of a backup. */
export function decodeBackupEnd(
  bytes: Uint8Array,
): { readonly count: bigint; readonly digest: Uint8Array } | undefined {
  if (bytes.length !== backupEndLength || !equalBytes(bytes.subarray(0, 4), endMagic)) return undefined;
  return { count: new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(4), digest: bytes.subarray(12) };
}
