import { type CompileOutcome, tryCompile } from "@yanta/contract-sdk";
import { contractLibrary } from "@yanta/contract-sdk/library";
import type { BenchTools } from "../lab/open-bench.ts";
import { readShelf } from "./shelf.ts";

/** Shelf and compiler of Node.js. The same source is compiled once. */
export function createNodeTools(): BenchTools {
  const compiled = new Map<string, Promise<CompileOutcome>>();
  return {
    readShelf,
    compile: (name, source) => {
      const key = `${name}\n${source}`;
      const found =
        compiled.get(key) ?? tryCompile({ name, sources: new Map([["index.ts", source]]), library: contractLibrary() });
      compiled.set(key, found);
      return found;
    },
  };
}
