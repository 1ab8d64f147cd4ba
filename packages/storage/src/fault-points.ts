/** Places where a test may stop the process to see that nothing acknowledged is lost. */
export type FaultPointName =
  | "log.append.before"
  | "log.append.after"
  | "log.fsync.after"
  | "log.segment.created"
  | "index.batch.middle"
  | "index.batch.after"
  | "store.flush.before"
  | "store.flush.middle"
  | "store.flush.after"
  | "migration.step"
  | "archive.step"
  | "revert.store.written"
  | "revert.store.flushed"
  | "revert.segment.removed"
  | "revert.log.cut";

/** Told of each named place as it is passed. The default does nothing. */
export interface FaultPoints {
  hit(name: FaultPointName): void;
}

export const noFaultPoints: FaultPoints = { hit: () => undefined };
