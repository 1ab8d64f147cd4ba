export * from "./browser.ts";
export * from "./backup/create-backup.ts";
export * from "./backup/read-backup.ts";
export * from "./backup/restore-backup.ts";
export * from "./kv/lmdb-kv.ts";
export * from "./ledger/open-ledger.ts";
