import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { createClientSource } from "./client-source.ts";
import { compileContract, type BuildMode, type CompiledContract } from "./compile-contract.ts";
import { readLibrary, readSources } from "./source-files.ts";

export interface BuiltContract extends CompiledContract {
  readonly name: string;
  /** What was written: module, interface and client. */
  readonly files: readonly string[];
}

/** Compiles the contract of a folder; its name is the folder's. Errors: those of `compileContract`. */
export function compileFolder(folder: string, mode: BuildMode): Promise<CompiledContract> {
  const sources = readSources(join(folder, "assembly"));
  return compileContract({ name: basename(resolve(folder)), sources, library: readLibrary(), mode });
}

/** Compiles the contract of a folder into `build/NAME.wasm`, `NAME.abi.json` and `NAME.client.ts`. */
export async function buildContract(folder: string, mode: BuildMode = "release"): Promise<BuiltContract> {
  return writeContract(folder, await compileFolder(folder, mode));
}

/** Writes the same of a contract that is compiled. */
export function writeContract(folder: string, compiled: CompiledContract): BuiltContract {
  const { name } = compiled.abi;
  const base = join(folder, "build", name);
  mkdirSync(join(folder, "build"), { recursive: true });
  const outputs: readonly (readonly [string, Uint8Array | string])[] = [
    [`${base}.wasm`, compiled.wasm],
    [`${base}.abi.json`, `${JSON.stringify(compiled.abi, undefined, 2)}\n`],
    [`${base}.client.ts`, createClientSource(compiled.abi)],
  ];
  for (const [path, content] of outputs) writeChanged(path, content);
  return { ...compiled, name, files: outputs.map(([path]) => path) };
}

/** A file that stays the same keeps its time, so that watchers rest. */
function writeChanged(path: string, content: Uint8Array | string): void {
  const bytes = Buffer.from(content as Uint8Array);
  if (!existsSync(path) || !readFileSync(path).equals(bytes)) writeFileSync(path, bytes);
}
