export * from "./interface.ts";
