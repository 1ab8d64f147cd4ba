import { closeSync, fdatasyncSync, ftruncateSync, openSync, unlinkSync } from "node:fs";

import { syncFolder } from "../folder/durable-file.ts";
import type { KnownRecord, LoggedBlock } from "./durable-block-log.ts";
import { listSegments, segmentPath, type SegmentReader } from "./segment-file.ts";
import { segmentHeaderLength, decodeSegmentHeader } from "./segment-format.ts";
import { checkSegmentHeader, hasLaterProof, logDamaged, scanRecords } from "./segment-records.ts";

export type { LoggedBlock } from "./durable-block-log.ts";

export interface SegmentScan {
  readonly directory: string;
  readonly chainId: string;
  readonly reader: SegmentReader;
  /** The record to start behind; absent = from the first segment. */
  readonly after?: KnownRecord | undefined;
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
    const bytes = reader.bytes(segment);
    checkSegmentHeader(bytes, { chainId: scan.chainId, firstHeight: segment });
    const startsInside = after?.position.segment === segment;
    if (!startsInside && segment !== height) throw logDamaged(bytes, 0, `block ${height} is missing before it`);
    const offset = startsInside ? after.position.offset + after.position.length : segmentHeaderLength;
    const end = yield* scanRecords({ bytes, segment, offset, height });
    if (end.broken !== undefined) {
      const isLast = index === segments.length - 1;
      if (!isLast || hasLaterProof(bytes, end.offset, end.height)) throw logDamaged(bytes, end.offset, end.broken);
      if (scan.cutTornEnd) truncateDurably(bytes.path, end.offset);
      return;
    }
    height = end.height;
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

function truncateDurably(path: string, sizeBytes: number): void {
  const fd = openSync(path, "r+");
  try {
    ftruncateSync(fd, sizeBytes);
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
