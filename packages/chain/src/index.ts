export { type BlockArchive, noBlockArchive } from "./archive-tx.ts";
export * from "./block/block-signer.ts";
export type { ChainClock, ChainHooks } from "./chain-core.ts";
export * from "./errors.ts";
export * from "./interface.ts";
export * from "./ledger-block-archive.ts";
export * from "./limits.ts";
export type { MempoolLimits } from "./mempool/mempool.ts";
export * from "./open-chain.ts";
