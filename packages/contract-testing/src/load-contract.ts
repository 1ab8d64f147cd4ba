import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildMode, type CompiledContract, instrumentBranches } from "@yanta/contract-sdk";
import { compileFolder } from "@yanta/contract-sdk/node";
import type { ContractCode } from "./contract-code.ts";
import { recordingFolder } from "./record-calls.ts";

/** Compiled in this process, or given to it, by folder. */
const compiled = new Map<string, Promise<CompiledContract>>();

/** Whether tests run with `--coverage`: contracts then tell which branches they take. */
export function isCoverageRun(): boolean {
  return process.env["YANTA_CONTRACT_COVERAGE"] === "1";
}

/** What is recorded for other engines is what a chain gets. */
function buildMode(): BuildMode {
  if (isCoverageRun()) return "coverage";
  return recordingFolder() === undefined ? "fast-build" : "release";
}

/** Lets tests use a contract that was compiled already. */
export function provideContract(folder: string, contract: CompiledContract): void {
  compiled.set(resolve(folder), Promise.resolve(contract));
}

/**
 * The contract of a folder with `assembly/index.ts`, compiled at the first call. `place` is the folder, or `import.meta.url` of a
 * test in its folder `tests`. Errors: those of `compileContract`.
 */
export async function loadContract(place: string): Promise<ContractCode> {
  const folder = resolve(place.startsWith("file:") ? join(dirname(fileURLToPath(place)), "..") : place);
  const known = compiled.get(folder) ?? compileFolder(folder, buildMode());
  compiled.set(folder, known);
  const { wasm, abi, branches } = await known;
  if (branches.length === 0) return { bytecode: wasm, abi };
  return {
    bytecode: wasm,
    abi,
    branches: branches.map(({ path, line, column, ways }) => ({ place: `${path}:${line}:${column}`, ways })),
  };
}

/** A module compiled by others, for the runtimes WASMER and GASM: in a coverage run it tells which branches it takes. */
export function loadModule(path: string, runtime: "WASMER" | "GASM" = "WASMER"): ContractCode {
  const bytecode = new Uint8Array(readFileSync(path));
  if (!isCoverageRun()) return { bytecode, runtime };
  const { wasm, branches } = instrumentBranches(bytecode);
  return {
    bytecode: wasm,
    runtime,
    branches: branches.map((branch) => ({
      place: `function ${branch.function}, byte ${branch.offset}`,
      ways: Array.from({ length: branch.ways }, (_, index) => branch.first + index),
    })),
  };
}
