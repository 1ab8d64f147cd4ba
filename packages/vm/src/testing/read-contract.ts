import { readFileSync } from "node:fs";

/** A real contract's bytecode from third_party/chainmaker-contracts. Node only. */
export function readContract(
  name: "rust-fact-2.0.0" | "rust-asset-2.0.0" | "go-fact-2.0.0" | "cpp-func-verify-1.0.0",
): Uint8Array {
  return new Uint8Array(
    readFileSync(new URL(`../../../../third_party/chainmaker-contracts/${name}.wasm`, import.meta.url)),
  );
}
