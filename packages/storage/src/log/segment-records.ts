import { storageErrors } from "../errors.ts";
import type { LoggedBlock } from "./durable-block-log.ts";
import {
  decodeRecord,
  decodeSegmentHeader,
  recordHeaderLength,
  recordLength,
  recordMagic,
  segmentFormat,
  segmentHeaderLength,
  type DecodedRecord,
} from "./segment-format.ts";

/** The bytes of one segment, wherever they lie. */
export interface SegmentBytes {
  /** Names the segment in errors. */
  readonly path: string;
  size(): number;
  /** Up to `length` bytes that the caller may keep; fewer when the segment ends. */
  read(offset: number, length: number): Uint8Array;
}

export type FoundRecord = (DecodedRecord & { readonly length: number }) | { readonly broken: string };

/** The record at an offset, or why there is none. */
export function readRecord(bytes: SegmentBytes, offset: number): FoundRecord {
  const header = bytes.read(offset, recordHeaderLength);
  const length = recordLength(header);
  if (length === undefined) return { broken: "no record begins here" };
  if (offset + length > bytes.size()) return { broken: "the file ends inside the record" };
  const decoded = decodeRecord(bytes.read(offset, length));
  return decoded === undefined ? { broken: "the checksum does not match" } : { ...decoded, length };
}

/**
 * True when a whole record after `offset` shows that everything before `height + 1` was durable once: then the bytes
 * at `offset` are damage and not the torn end of the last append.
 */
export function hasLaterProof(bytes: SegmentBytes, offset: number, height: bigint): boolean {
  const rest = bytes.read(offset, bytes.size() - offset);
  for (let at = findMagic(rest, 1); at !== -1; at = findMagic(rest, at + 1)) {
    const length = recordLength(rest.subarray(at, at + recordHeaderLength));
    if (length === undefined || at + length > rest.length) continue;
    const decoded = decodeRecord(rest.subarray(at, at + length));
    if (decoded !== undefined && decoded.groupHeight > height) return true;
  }
  return false;
}

/** Throws STORAGE_LOG_DAMAGED, STORAGE_FORMAT_NEWER or STORAGE_CHAIN_FOREIGN unless the segment is the expected one. */
export function checkSegmentHeader(
  bytes: SegmentBytes,
  expected: { readonly chainId: string; readonly firstHeight: bigint },
): void {
  const { path } = bytes;
  const header = decodeSegmentHeader(bytes.read(0, segmentHeaderLength));
  if (header === undefined || header.firstHeight !== expected.firstHeight)
    throw logDamaged(bytes, 0, "the header of the segment is broken");
  if (header.format > segmentFormat)
    throw storageErrors.create("STORAGE_FORMAT_NEWER", { path, format: header.format, formatMax: segmentFormat });
  if (header.chainId !== expected.chainId)
    throw storageErrors.create("STORAGE_CHAIN_FOREIGN", { path, found: header.chainId, expected: expected.chainId });
}

export interface RecordScan {
  readonly bytes: SegmentBytes;
  readonly segment: bigint;
  /** Where the first record begins, and its height. */
  readonly offset: number;
  readonly height: bigint;
}

export interface ScanEnd {
  /** Behind the last whole record. */
  readonly offset: number;
  /** Height that the next record would have. */
  readonly height: bigint;
  /** Why no whole record begins at `offset`; undefined at the end of the segment. */
  readonly broken: string | undefined;
}

/** Records of one segment in order. Throws STORAGE_LOG_DAMAGED for a record of another height than is due. */
export function* scanRecords(scan: RecordScan): Generator<LoggedBlock, ScanEnd, undefined> {
  const { bytes, segment } = scan;
  let { offset, height } = scan;
  while (offset < bytes.size()) {
    const found = readRecord(bytes, offset);
    if ("broken" in found) return { offset, height, broken: found.broken };
    const { record, groupHeight, length } = found;
    if (record.height !== height) {
      throw logDamaged(bytes, offset, `block ${record.height} stands where ${height} belongs`);
    }
    yield { record, position: { segment, offset, length }, groupHeight };
    height++;
    offset += length;
  }
  return { offset, height, broken: undefined };
}

export function logDamaged({ path }: SegmentBytes, offset: number, reason: string): Error {
  return storageErrors.create("STORAGE_LOG_DAMAGED", { file: path, offset, reason });
}

function findMagic(bytes: Uint8Array, from: number): number {
  const [first = 0, ...others] = recordMagic;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (others.every((byte, index) => bytes[at + 1 + index] === byte)) return at;
  }
  return -1;
}
