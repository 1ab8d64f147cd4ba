import { engineBlocksKeptMin, pruneStepBlocks } from "../limits.ts";

export interface RetainInput {
  /** Of the engine block that is being committed. */
  readonly engineHeight: bigint;
  /** Of our last durable block: what comes after it is replayed at a start. */
  readonly durableHeight: bigint;
  /** Of the oldest snapshot that newcomers are offered; undefined = none is, and they need every block. */
  readonly snapshotHeight: bigint | undefined;
  /** Of the oldest block that the engine still has; undefined = nobody knows yet. */
  readonly oldestHeight: bigint | undefined;
  /** How many engine blocks the operator wants kept; 0 = all. */
  readonly keepBlocks: bigint;
}

/**
 * The engine height below which its blocks may go; 0 = none. What can prove a double vote is kept by the engine itself as long as its
 * genesis says (`evidence`). What is to go goes in steps, since the engine does it within one commit. Spec: CometBFT v0.38 spec/abci/abci++_methods.md "Commit".
 */
export function retainHeight(input: RetainInput): bigint {
  const { engineHeight, durableHeight, snapshotHeight, oldestHeight, keepBlocks } = input;
  if (keepBlocks === 0n || snapshotHeight === undefined || oldestHeight === undefined) return 0n;
  const wanted = engineHeight - (keepBlocks > engineBlocksKeptMin ? keepBlocks : engineBlocksKeptMin);
  const step = oldestHeight + pruneStepBlocks;
  const lowest = [wanted, durableHeight, snapshotHeight, step].reduce((a, b) => (a < b ? a : b));
  return lowest > oldestHeight ? lowest : 0n;
}
