export * from "./kv/kv-compliance.ts";
export * from "./ledger/ledger-compliance.ts";
export * from "./testing/sample-blocks.ts";
