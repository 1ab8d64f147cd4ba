import { closeSync, fdatasyncSync, ftruncateSync, openSync, unlinkSync } from "node:fs";

import { storageErrors } from "../errors.ts";
import { syncFolder } from "../folder/durable-file.ts";
import type { BlockRecord } from "../interface.ts";
import type { LogPosition } from "./block-log.ts";
import { listSegments, segmentPath, type SegmentReader } from "./segment-file.ts";
import { decodeSegmentHeader, segmentFormat, segmentHeaderLength } from "./segment-format.ts";

export interface LoggedBlock {
  readonly record: BlockRecord;
  readonly position: LogPosition;
  /** Height of the first record of the same append. */
  readonly groupHeight: bigint;
}

export interface SegmentScan {
  readonly directory: string;
  readonly chainId: string;
  readonly reader: SegmentReader;
  /** The record to start behind; absent = from the first segment. */
  readonly after?: { readonly height: bigint; readonly position: LogPosition } | undefined;
  /** Cut a torn end off; otherwise the scan ends before it. */
  readonly cutTornEnd: boolean;
}

/**
 * Reads records in order and checks headers, checksums and heights. An append that a crash interrupted is no error: the
 * scan ends before it. Throws STORAGE_LOG_DAMAGED for a broken record that had been durable, STORAGE_FORMAT_NEWER and
 * STORAGE_CHAIN_FOREIGN for a segment that is not ours.
 */
export function* scanSegments(scan: SegmentScan): Generator<LoggedBlock, void, undefined> {
  const { reader, after } = scan;
  const segments = finishedSegments(scan).filter((segment) => after === undefined || segment >= after.position.segment);
  let height = after === undefined ? (segments[0] ?? 0n) : after.height + 1n;
  for (const [index, segment] of segments.entries()) {
    checkHeader(scan, segment);
    const startsInside = after?.position.segment === segment;
    if (!startsInside && segment !== height) throw damaged(scan, segment, 0, `block ${height} is missing before it`);
    let offset = startsInside ? after.position.offset + after.position.length : segmentHeaderLength;
    while (offset < reader.size(segment)) {
      const found = reader.readRecord(segment, offset);
      if ("broken" in found) {
        const isLast = index === segments.length - 1;
        if (!isLast || reader.hasLaterProof(segment, offset, height))
          throw damaged(scan, segment, offset, found.broken);
        if (scan.cutTornEnd) truncateDurably(segmentPath(scan.directory, segment), offset);
        return;
      }
      if (found.record.height !== height)
        throw damaged(scan, segment, offset, `block ${found.record.height} stands where ${height} belongs`);
      yield {
        record: found.record,
        position: { segment, offset, length: found.length },
        groupHeight: found.groupHeight,
      };
      height++;
      offset += found.length;
    }
  }
}

/** A crash while a segment was made leaves a file without a whole header; it never held a record. */
function finishedSegments({ directory, reader, cutTornEnd }: SegmentScan): bigint[] {
  const segments = listSegments(directory);
  const last = segments.at(-1);
  if (last === undefined || reader.size(last) > segmentHeaderLength) return segments;
  if (decodeSegmentHeader(reader.read(last, 0, segmentHeaderLength)) !== undefined) return segments;
  reader.forget(last);
  if (cutTornEnd) {
    unlinkSync(segmentPath(directory, last));
    syncFolder(directory);
  }
  return segments.slice(0, -1);
}

function checkHeader(scan: SegmentScan, segment: bigint): void {
  const header = decodeSegmentHeader(scan.reader.read(segment, 0, segmentHeaderLength));
  const path = segmentPath(scan.directory, segment);
  if (header === undefined || header.firstHeight !== segment)
    throw damaged(scan, segment, 0, "the header of the segment is broken");
  if (header.format > segmentFormat)
    throw storageErrors.create("STORAGE_FORMAT_NEWER", { path, format: header.format, formatMax: segmentFormat });
  if (header.chainId !== scan.chainId)
    throw storageErrors.create("STORAGE_CHAIN_FOREIGN", { path, found: header.chainId, expected: scan.chainId });
}

function truncateDurably(path: string, sizeBytes: number): void {
  const fd = openSync(path, "r+");
  try {
    ftruncateSync(fd, sizeBytes);
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function damaged(scan: SegmentScan, segment: bigint, offset: number, reason: string): Error {
  return storageErrors.create("STORAGE_LOG_DAMAGED", { file: segmentPath(scan.directory, segment), offset, reason });
}
