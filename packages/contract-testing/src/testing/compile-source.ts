import { compileContract, type BuildMode } from "@yanta/contract-sdk";
import { readLibrary } from "@yanta/contract-sdk/node";
import type { ContractCode } from "../contract-code.ts";

/** Compiles a contract out of one text. */
export async function compileSource(source: string, mode: BuildMode = "fast-build"): Promise<ContractCode> {
  const { wasm, abi } = await compileContract({
    name: "sample",
    sources: new Map([["index.ts", source]]),
    library: readLibrary(),
    mode,
  });
  return { bytecode: wasm, abi };
}
