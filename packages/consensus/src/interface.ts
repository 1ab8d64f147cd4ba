/**
 * What an engine drives: building, checking and committing blocks. Implemented by `chain`; the engine never
 * looks into a block.
 */
export interface BlockProducer {
  readonly lastHeight: bigint;
  /** Transactions that wait to be proposed. */
  readonly pendingCount: number;
  /** Transactions one block may hold (block_tx_capacity). */
  readonly blockCapacity: number;
  /** Milliseconds between proposals (block_interval). */
  readonly blockIntervalMs: number;
  /** Takes waiting transactions, executes them and signs the block; undefined when there is nothing to propose. */
  propose(unixSeconds: bigint): Proposal | undefined;
  /** Makes a proposed or verified block durable and visible. */
  commit(proposal: Proposal): Promise<void>;
  /** Calls back whenever a transaction enters an empty pool or fills a block. */
  onTransactions(listener: () => void): () => void;
}

export interface Proposal {
  readonly height: bigint;
  readonly blockHash: Uint8Array;
  readonly txCount: number;
}

/** A consensus engine. Every implementation passes `consensusComplianceSuite`. */
export interface Consensus {
  readonly kind: "solo" | "cometbft";
  start(): Promise<void>;
  /** Resolves after the block in flight is durable; nothing is proposed afterwards. */
  stop(): Promise<void>;
}
