export * from "./coded-error.ts";
export * from "./error-table.ts";
