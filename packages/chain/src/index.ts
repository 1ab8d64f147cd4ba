export { type BlockArchive, noBlockArchive } from "./archive-tx.ts";
export * from "./block/block-signer.ts";
export type { ChainClock, ChainHooks } from "./core-options.ts";
export { devChainFlag, devChainFlagFault, hasDevChainFlag } from "./dev/dev-flag.ts";
export { type ForkPoint } from "./dev/fork.ts";
export { encodeStateWrites, setStateCall, stateRowFault } from "./dev/set-state.ts";
export * from "./errors.ts";
export * from "./ethereum/ethereum-rules.ts";
export { callMethod, creationTarget, type EthereumMessage, ethereumRefusalPrefix } from "./ethereum/run-ethereum.ts";
export { ledgerAt } from "./ethereum/ledger-at.ts";
export type { Simulation, SimulationOverride } from "./ethereum/simulate-message.ts";
export * from "./interface.ts";
export * from "./ledger-block-archive.ts";
export * from "./limits.ts";
export type { MempoolLimits } from "./mempool/mempool.ts";
export * from "./open-chain.ts";
export type { InstructionDetails } from "./trace/instruction-recorder.ts";
export type { ExecutionTrace, TraceOptions, TransactionTrace } from "./trace/trace-transaction.ts";
export {
  callsWithin,
  type TracedBytes,
  type TracedCall,
  type TracedHostCall,
  type TracedInstructionStep,
  type TracedLog,
  type TracedStep,
} from "./trace/traced-step.ts";
