export * from "./browser.ts";
export * from "./kv/lmdb-kv.ts";
export * from "./ledger/open-ledger.ts";
