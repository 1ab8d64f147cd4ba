export * from "./open-test-chain.ts";
export * from "./script-contract.ts";
export * from "./script-vm.ts";
export * from "./test-network.ts";
