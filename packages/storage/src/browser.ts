export * from "./errors.ts";
export * from "./fault-points.ts";
export * from "./interface.ts";
export * from "./kv/memory-kv.ts";
export * from "./ledger/derive-commit.ts";
export * from "./ledger/open-memory-ledger.ts";
export * from "./limits.ts";
