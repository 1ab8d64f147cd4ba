import { engineBlocksKeptMin } from "../limits.ts";

export interface RetainInput {
  /** Of the engine block that is being committed. */
  readonly engineHeight: bigint;
  /** Of our last durable block: what comes after it is replayed at a start. */
  readonly durableHeight: bigint;
  /** Of the oldest snapshot that newcomers are offered; undefined = none is, and they need every block. */
  readonly snapshotHeight: bigint | undefined;
  /** How many engine blocks the operator wants kept; 0 = all. */
  readonly keepBlocks: bigint;
}

/**
 * The engine height below which its blocks may go; 0 = none. What can prove a double vote is kept by the engine itself as long as its
 * genesis says (`evidence`). Spec: CometBFT v0.38 spec/abci/abci++_methods.md "Commit".
 */
export function retainHeight({ engineHeight, durableHeight, snapshotHeight, keepBlocks }: RetainInput): bigint {
  if (keepBlocks === 0n || snapshotHeight === undefined) return 0n;
  const wanted = engineHeight - (keepBlocks > engineBlocksKeptMin ? keepBlocks : engineBlocksKeptMin);
  const lowest = [wanted, durableHeight, snapshotHeight].reduce((a, b) => (a < b ? a : b));
  return lowest > 0n ? lowest : 0n;
}
