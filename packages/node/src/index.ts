export * from "./config/load-chain-config.ts";
export * from "./config/load-node-config.ts";
export type { Finding, FindingLevel } from "./doctor/finding.ts";
export * from "./doctor/run-doctor.ts";
export { engineOwner } from "./engine/engine-owner.ts";
export { readBindings } from "./engine/read-bindings.ts";
export * from "./errors.ts";
export * from "./logger.ts";
export * from "./start-node.ts";
