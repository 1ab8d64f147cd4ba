export * from "./bundle/manifest.ts";
export * from "./bundle/read-bundle.ts";
export * from "./bundle/write-bundle.ts";
export * from "./errors.ts";
export * from "./genesis-file.ts";
export * from "./interface.ts";
export * from "./merkle-proof.ts";
export * from "./verify-chain-proof.ts";
