export * from "./consensus-compliance.ts";
export * from "./fake-producer.ts";
export * from "./manual-time.ts";
