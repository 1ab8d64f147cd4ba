import type { BlockRecord } from "../interface.ts";

/** Where a record lies in a log. */
export interface LogPosition {
  /** Height of the first block of the segment, which names its file. */
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
