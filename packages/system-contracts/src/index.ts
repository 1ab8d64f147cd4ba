export { blocksKeptMin } from "./chain-query/archived-contents.ts";
export * from "./create-system-contracts.ts";
export * from "./interface.ts";
export * from "./invoke-native.ts";
