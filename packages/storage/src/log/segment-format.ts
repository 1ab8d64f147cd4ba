import { bytesToUtf8, equalBytes, utf8ToBytes } from "@yanta/bytes";
import { hashParts } from "@yanta/crypto";

import { blockSizeBytesMax } from "../limits.ts";
import type { BlockRecord } from "../interface.ts";

/** Format number of segments that this version writes and reads. */
export const segmentFormat = 1;

/**
 * A segment is a header and records. Numbers are big endian.
 *
 * | header | bytes |
 * |---|---|
 * | `YTSEGMNT` | 8 |
 * | format | 4 |
 * | height of the first record | 8 |
 * | length of the chain id, chain id, zeros | 1 + 31 |
 * | checksum of all before | 12 |
 */
export const segmentHeaderLength = 64;

/**
 * | record | bytes |
 * |---|---|
 * | `YREC` | 4 |
 * | length of the payload | 4 |
 * | height | 8 |
 * | height of the first record of the same append: a record proves that all before this height was durable | 8 |
 * | flags: 1 = archived | 1 |
 * | length of the block hash | 1 |
 * | zeros | 2 |
 * | checksum of all before and the payload | 16 |
 * | payload: block hash, M(common.BlockInfo) | |
 *
 * Checksums are the first bytes of SHA-256: on processors with SHA instructions as quick as CRC-32, and without its
 * blind spots on records of many megabytes.
 */
export const recordHeaderLength = 44;

const segmentMagic = utf8ToBytes("YTSEGMNT");
export const recordMagic = utf8ToBytes("YREC");
const checkedSegmentLength = 52;
const checkedRecordLength = 28;
const archivedFlag = 1;

export interface SegmentHeader {
  readonly format: number;
  readonly firstHeight: bigint;
  readonly chainId: string;
}

export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  const bytes = new Uint8Array(segmentHeaderLength);
  const view = new DataView(bytes.buffer);
  const chainId = utf8ToBytes(header.chainId);
  if (chainId.length > 31) throw new RangeError("a chain id has at most 31 bytes");
  bytes.set(segmentMagic);
  view.setUint32(8, header.format);
  view.setBigUint64(12, header.firstHeight);
  bytes[20] = chainId.length;
  bytes.set(chainId, 21);
  bytes.set(checksum(bytes.subarray(0, checkedSegmentLength)).subarray(0, 12), checkedSegmentLength);
  return bytes;
}

/** Undefined when the bytes are not a whole segment header. */
export function decodeSegmentHeader(bytes: Uint8Array): SegmentHeader | undefined {
  if (bytes.length < segmentHeaderLength || !equalBytes(bytes.subarray(0, 8), segmentMagic)) return undefined;
  const expected = checksum(bytes.subarray(0, checkedSegmentLength)).subarray(0, 12);
  if (!equalBytes(expected, bytes.subarray(checkedSegmentLength, segmentHeaderLength))) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const chainId = bytesToUtf8(bytes.subarray(21, 21 + (bytes[20] ?? 0)));
  return { format: view.getUint32(8), firstHeight: view.getBigUint64(12), chainId };
}

/** Header and block hash of a record; its M(BlockInfo) follows them in the file. */
export function encodeRecordStart(record: BlockRecord, groupHeight: bigint): Uint8Array {
  const bytes = new Uint8Array(recordHeaderLength + record.blockHash.length);
  const view = new DataView(bytes.buffer);
  bytes.set(recordMagic);
  view.setUint32(4, record.blockHash.length + record.blockInfoBytes.length);
  view.setBigUint64(8, record.height);
  view.setBigUint64(16, groupHeight);
  bytes[24] = record.archived === true ? archivedFlag : 0;
  bytes[25] = record.blockHash.length;
  bytes.set(
    checksum(bytes.subarray(0, checkedRecordLength), record.blockHash, record.blockInfoBytes).subarray(0, 16),
    checkedRecordLength,
  );
  bytes.set(record.blockHash, recordHeaderLength);
  return bytes;
}

/** Length of the whole record, as its header claims; undefined when the bytes do not begin a record. */
export function recordLength(header: Uint8Array): number | undefined {
  if (header.length < recordHeaderLength || !equalBytes(header.subarray(0, 4), recordMagic)) return undefined;
  const payloadLength = new DataView(header.buffer, header.byteOffset).getUint32(4);
  const hashLength = header[25] ?? 0;
  if (payloadLength < hashLength || payloadLength > blockSizeBytesMax + hashLength) return undefined;
  return recordHeaderLength + payloadLength;
}

export interface DecodedRecord {
  readonly record: BlockRecord;
  readonly groupHeight: bigint;
}

/** The record in exactly these bytes; undefined when its checksum fails. */
export function decodeRecord(bytes: Uint8Array): DecodedRecord | undefined {
  if (recordLength(bytes) !== bytes.length) return undefined;
  const expected = checksum(bytes.subarray(0, checkedRecordLength), bytes.subarray(recordHeaderLength)).subarray(0, 16);
  if (!equalBytes(expected, bytes.subarray(checkedRecordLength, recordHeaderLength))) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const infoAt = recordHeaderLength + (bytes[25] ?? 0);
  const record = {
    height: view.getBigUint64(8),
    blockHash: bytes.subarray(recordHeaderLength, infoAt),
    blockInfoBytes: bytes.subarray(infoAt),
  };
  return {
    record: bytes[24] === archivedFlag ? { ...record, archived: true } : record,
    groupHeight: view.getBigUint64(16),
  };
}

function checksum(...parts: readonly Uint8Array[]): Uint8Array {
  return hashParts("SHA256", parts);
}
