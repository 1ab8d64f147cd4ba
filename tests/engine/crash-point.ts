import type { FaultPointName } from "@yanta/storage";

/** A place of a node's commit at which `node-with-fault-points.ts` can die. */
export type CrashPoint =
  /** The engine asks; it has decided the block and knows no answer of ours. */
  | "finalizeBlock.received"
  /** The answer is made, and has not left. */
  | "finalizeBlock.staged"
  /** The engine has saved the answer to FinalizeBlock. */
  | "commit.received"
  /** Within the commit. */
  | FaultPointName
  /** All is durable, and the answer has not left. */
  | "commit.stored"
  /** The engine asks something else: it has the answer, and has saved its state or is about to. */
  | "commit.answered";
