import type { BlockRecord } from "../interface.ts";
import type { BlockLog, LogPosition } from "./block-log.ts";

/** A record with its place. */
export interface LoggedBlock {
  readonly record: BlockRecord;
  readonly position: LogPosition;
  /** Height of the first record of the same append. */
  readonly groupHeight: bigint;
}

/** A record that is known to be in the log. */
export interface KnownRecord {
  readonly height: bigint;
  readonly position: LogPosition;
}

/** A block log that outlives its process. Nothing may be appended before `recover` has run to its end. */
export interface DurableBlockLog extends BlockLog {
  /** The records behind one that is known, or all, oldest first; a torn end is cut. Throws STORAGE_LOG_DAMAGED, STORAGE_FORMAT_NEWER, STORAGE_CHAIN_FOREIGN. */
  recover(after: KnownRecord | undefined): Iterable<LoggedBlock>;
  /** False when the log ends before this position does. */
  reaches(position: LogPosition): boolean;
}
