export * from "./collect-chain-proof.ts";
export * from "./prove-transaction.ts";
