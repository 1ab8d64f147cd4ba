export { parseDeterministicKey } from "./deterministic-key.ts";
