import type { ContractAbi } from "./abi.ts";
import { readContractSyntax } from "./contract-syntax.ts";
import { type Diagnostic, messageToDiagnostic } from "./diagnostic.ts";
import { createEntrySource } from "./entry-source.ts";
import { contractSdkErrors } from "./errors.ts";
import { instrumentBranches } from "./module/instrument-branches.ts";
import { unwindErrors } from "./module/unwind-errors.ts";
import { readSourceMap } from "./source-map.ts";

/** `release`: small and fast. `fast-build`: compiled in the least time. `coverage`: every branch tells that it was taken. */
export type BuildMode = "release" | "fast-build" | "coverage";

export interface CompileOptions {
  readonly name: string;
  /** Files of the contract's `assembly` folder by their path in it; `index.ts` is where the contract starts. */
  readonly sources: ReadonlyMap<string, string>;
  /** Files of this package's `assembly` folder, likewise. */
  readonly library: ReadonlyMap<string, string>;
  readonly mode?: BuildMode;
  /** Told of each of the compiler's messages, also of those that an error's report holds. */
  readonly onDiagnostic?: (diagnostic: Diagnostic) => void;
}

/** One branch of the contract's own source. */
export interface SourceBranch {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Numbers that the module logs when it takes each of the ways. */
  readonly ways: readonly number[];
}

export interface CompiledContract {
  readonly wasm: Uint8Array;
  readonly abi: ContractAbi;
  /** Only in mode `coverage`. */
  readonly branches: readonly SourceBranch[];
}

const entryPath = "entry.ts";
const contractFolder = "assembly/";
const libraryFolder = "node_modules/@yanta/contract-sdk/";

const modeArguments: Readonly<Record<BuildMode, readonly string[]>> = {
  release: ["-O3", "--shrinkLevel", "1"],
  "fast-build": ["-O0"],
  coverage: ["--debug", "-O0", "--sourceMap"],
};

/** Only what WebAssembly 1.0 has: it runs in every engine that ChainMaker's versions came with. */
const commonArguments = [
  "--outFile",
  "contract.wasm",
  "--runtime",
  "stub",
  "--noColors",
  ...["bulk-memory", "sign-extension", "nontrapping-f2i", "mutable-globals"].flatMap((name) => ["--disable", name]),
];

/**
 * Compiles a contract for runtime WASMER. Runs in browsers, too; the compiler is loaded at the first call.
 *
 * Errors: CONTRACT_SOURCE_MISSING, CONTRACT_SIGNATURE, CONTRACT_COMPILE, CONTRACT_FORBIDDEN.
 */
export async function compileContract(options: CompileOptions): Promise<CompiledContract> {
  const { name, sources, library, mode = "release", onDiagnostic = () => undefined } = options;
  if (!sources.has("index.ts"))
    throw contractSdkErrors.create("CONTRACT_SOURCE_MISSING", { path: "assembly/index.ts" });
  const [assemblyscript, { default: asc }] = await Promise.all([
    import("assemblyscript"),
    import("assemblyscript/asc"),
  ]);
  const syntax = readContractSyntax(assemblyscript, { sources, entry: "index.ts", onDiagnostic });
  const entry = createEntrySource(syntax, `./${contractFolder}index`);
  const files = new Map<string, string | Uint8Array>();
  const stderr = asc.createMemoryStream();
  const { error } = await asc.main([entryPath, ...commonArguments, ...modeArguments[mode]], {
    stdout: asc.createMemoryStream(),
    stderr,
    readFile: (asked) => {
      // In browsers the compiler joins some paths to its root.
      const path = asked.replace(/^\//, "");
      if (path === entryPath) return entry;
      if (path.startsWith(contractFolder)) return sources.get(path.slice(contractFolder.length)) ?? null;
      return path.startsWith(libraryFolder) ? (library.get(path.slice(libraryFolder.length)) ?? null) : null;
    },
    writeFile: (path, content) => void files.set(path, content),
    listFiles: () => [],
    reportDiagnostic: (message) => onDiagnostic(messageToDiagnostic(message, { sources, folder: contractFolder })),
  });
  const compiled = files.get("contract.wasm");
  if (error !== null || !(compiled instanceof Uint8Array))
    throw contractSdkErrors.create("CONTRACT_COMPILE", { report: stderr.toString().trim() });
  const abi: ContractAbi = { format: 1, name, runtime: "WASMER", methods: syntax.methods, events: syntax.events };
  if (mode !== "coverage") return { wasm: unwindErrors(compiled), abi, branches: [] };
  const { wasm, branches } = instrumentBranches(compiled);
  return { wasm: unwindErrors(wasm), abi, branches: locate(branches, String(files.get("contract.wasm.map"))) };
}

/** The branches that stand in the contract's own files. */
function locate(
  branches: ReturnType<typeof instrumentBranches>["branches"],
  sourceMap: string,
): readonly SourceBranch[] {
  const places = readSourceMap(sourceMap);
  return branches.flatMap(({ offset, first, ways }) => {
    const place = places.find(offset);
    if (place === undefined || !place.source.startsWith(contractFolder)) return [];
    const { line, column } = place;
    return [{ path: place.source, line, column, ways: Array.from({ length: ways }, (_, index) => first + index) }];
  });
}
