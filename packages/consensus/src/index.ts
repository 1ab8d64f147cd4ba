export * from "./errors.ts";
export * from "./cometbft/interface.ts";
export * from "./interface.ts";
export type { MiningMode } from "./solo/mining-mode.ts";
export * from "./solo/solo-consensus.ts";
export type { SoloTime } from "./solo/solo-time.ts";
