export * from "./kv/kv-compliance.ts";
