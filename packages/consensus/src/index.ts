export * from "./errors.ts";
export * from "./interface.ts";
export * from "./solo/solo-consensus.ts";
export type { SoloTime } from "./solo/solo-time.ts";
