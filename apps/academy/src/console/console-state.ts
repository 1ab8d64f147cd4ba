import type { Playground, SnapshotId } from "@yanta/playground";

/** What the console works on and remembers. */
export interface ConsoleState {
  readonly playground: Playground;
  /** Of the editor, compiled, or of the shelf. Errors: ACADEMY_CONTRACT_UNKNOWN, ACADEMY_SOURCE_BROKEN. */
  readonly readContract: (source: string) => Promise<Uint8Array>;
  readonly snapshots: SnapshotId[];
  lastTxId: string | undefined;
}
