/** What an engine drives; implemented by `chain`. */
export type { BlockProducer, BlockVerifier, BlockVerdict, Proposal } from "@yanta/chain";

/** A consensus engine. Every implementation passes `consensusComplianceSuite`. */
export interface Consensus {
  readonly kind: "solo" | "cometbft";
  start(): Promise<void>;
  /** Resolves after the block in flight is durable; nothing is proposed afterwards. */
  stop(): Promise<void>;
}
