export { createDevControls, type DevControlsOptions } from "./dev-controls.ts";
export { DevClock } from "./dev-clock.ts";
export * from "./errors.ts";
export * from "./evm-rows.ts";
export * from "./interface.ts";
export * from "./limits.ts";
export { dumpToRows } from "./state-dump.ts";
