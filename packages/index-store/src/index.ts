export * from "./errors.ts";
export * from "./follower.ts";
export * from "./interface.ts";
export * from "./open-index-store.ts";
export { prepareSchema, readCursor } from "./schema.ts";
export { toIndexedBlock } from "./to-indexed-block.ts";
export * from "./upsert-rows.ts";
