import { createRequire } from "node:module";
import { type CompileOutcome, tryCompile } from "@yanta/contract-sdk";
import { contractLibrary } from "@yanta/contract-sdk/library";
import { compileSolidity } from "@yanta/playground/compile-solidity";
import type { BenchTools } from "../lab/open-bench.ts";
import { readShelf } from "./shelf.ts";

/** solc as an npm package: a tool for those who write lessons and for CI, which servers that grade do not need. */
const solc = (input: string): string =>
  (createRequire(import.meta.url)("solc") as { compile(text: string): string }).compile(input);

/** Shelf and compilers of Node.js. The same source is compiled once. */
export function createNodeTools(): BenchTools {
  const compiled = new Map<string, Promise<CompileOutcome>>();
  return {
    readShelf,
    compileSolidity: async (source) => compileSolidity({ sources: new Map([["contract.sol", source]]) }, solc),
    compile: (name, source) => {
      const key = `${name}\n${source}`;
      const found =
        compiled.get(key) ?? tryCompile({ name, sources: new Map([["index.ts", source]]), library: contractLibrary() });
      compiled.set(key, found);
      return found;
    },
  };
}
