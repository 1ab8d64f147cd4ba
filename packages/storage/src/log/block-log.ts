import type { BlockRecord } from "../interface.ts";

/** Set in `LogPosition.segment` of records that were set aside. */
export const asideMark = 1n << 63n;

/** Where a record lies in a log. */
export interface LogPosition {
  /** Height of the first block of the segment, which names its file; with `asideMark`, the number of a volume. */
  readonly segment: bigint;
  /** Bytes from the start of the segment. */
  readonly offset: number;
  /** Bytes of the whole record. */
  readonly length: number;
}

/** The append-only list of blocks that everything else is derived from. */
export interface BlockLog {
  /** Adds records in the given order, all or none. They survive a crash of the machine only after `sync`. */
  append(records: readonly BlockRecord[]): Promise<readonly LogPosition[]>;
  /** Resolves once everything appended is durable. */
  sync(): Promise<void>;
  /** The record at a position this log gave out. Throws STORAGE_LOG_DAMAGED when its checksum fails. */
  read(position: LogPosition): BlockRecord;
  close(): Promise<void>;
}
/** What archiving needs of a block log: records beside it, and freeing its oldest part. */
export interface BlockLogArchive {
  /** Keeps records apart from the log, durable on return: archived ones without contents, restored ones with. */
  setAside(records: readonly BlockRecord[]): Promise<readonly LogPosition[]>;
  /** Removes the records that were set aside together with the one at this position. */
  dropAside(position: LogPosition): void;
  /** Height of the first block that is in the log itself. */
  readonly firstHeight: bigint;
  /** The greatest height up to which `dropBelow` can remove blocks without touching `height`. */
  droppableBelow(height: bigint): bigint;
  /** Removes the blocks below a height that `droppableBelow` gave. */
  dropBelow(height: bigint): void;
}

/** What going back needs of a block log. */
export interface BlockLogCut {
  /** Whether `truncateAfter` of this position happens at once, so that no crash leaves a part of it. */
  cutsAtOnce(position: LogPosition): boolean;
  /** Removes all records behind the one at a position; durable when it resolves. */
  truncateAfter(position: LogPosition): Promise<void>;
}

export function canCut(log: BlockLog & Partial<BlockLogCut>): log is BlockLog & BlockLogCut {
  return log.truncateAfter !== undefined && log.cutsAtOnce !== undefined;
}

export function canArchive(log: BlockLog & Partial<BlockLogArchive>): log is BlockLog & BlockLogArchive {
  return log.setAside !== undefined && log.dropBelow !== undefined;
}
