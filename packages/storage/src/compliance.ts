export * from "./kv/kv-compliance.ts";
export * from "./ledger/archive-compliance.ts";
export * from "./ledger/ledger-compliance.ts";
export * from "./testing/ledger-model.ts";
export * from "./testing/sample-blocks.ts";
export * from "./testing/temporary-folder.ts";
