export * from "./consensus-compliance.ts";
export * from "./fake-producer.ts";
export * from "./manual-time.ts";
export * from "./fake-engine.ts";
export * from "./engine-node.ts";
export * from "./test-certificate.ts";
