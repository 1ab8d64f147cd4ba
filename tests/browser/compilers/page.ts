import {
  type CompileRequest,
  openContractCompiler,
  openSolidityCompiler,
  type SolidityOutcome,
} from "@yanta/playground";

/** What the test calls in the page. Bytes travel as hex. */
export interface CompilersPage {
  compile(request: CompileInput): Promise<PageOutcome>;
  /** With a time that no compiler keeps. */
  compileInNoTime(request: CompileInput): Promise<string>;
  compileSolidity(sources: Readonly<Record<string, string>>): Promise<PageSolidity>;
}

export interface CompileInput {
  readonly name: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly mode?: NonNullable<CompileRequest["mode"]>;
}

export interface PageOutcome {
  readonly kind: string;
  readonly wasm: string;
  readonly abi: string;
  readonly clientSource: string;
  readonly diagnostics: readonly string[];
  readonly ms: number;
}

export interface PageSolidity {
  readonly kind: string;
  readonly contracts: readonly { readonly name: string; readonly bytecode: string; readonly selectors: string }[];
  readonly diagnostics: readonly string[];
  readonly ms: number;
}

declare global {
  var compilers: CompilersPage;
}

const createWorker = (): Worker => new Worker("/compiler-worker.js", { type: "module" });
const contractCompiler = openContractCompiler({ createWorker });
const solidityCompiler = openSolidityCompiler({ createWorker: () => new Worker("/solidity-worker.js") });

globalThis.compilers = {
  async compile({ sources, ...rest }) {
    const started = performance.now();
    const outcome = await contractCompiler.compile({ ...rest, sources: new Map(Object.entries(sources)) });
    const ms = performance.now() - started;
    const diagnostics = outcome.diagnostics.map(diagnosticText);
    if (outcome.kind === "failed") return { kind: outcome.code, wasm: "", abi: "", clientSource: "", diagnostics, ms };
    const { wasm, abi, clientSource } = outcome;
    return { kind: outcome.kind, wasm: toHex(wasm), abi: JSON.stringify(abi), clientSource, diagnostics, ms };
  },
  async compileInNoTime({ sources, ...rest }) {
    const hurried = openContractCompiler({ createWorker, timeoutMs: 1 });
    const outcome = hurried.compile({ ...rest, sources: new Map(Object.entries(sources)) });
    return outcome.then(
      ({ kind }) => kind,
      (error: { readonly code: string }) => error.code,
    );
  },
  async compileSolidity(sources) {
    const started = performance.now();
    const outcome = await solidityCompiler.compile({ sources: new Map(Object.entries(sources)) });
    const ms = performance.now() - started;
    return {
      kind: outcome.kind,
      contracts: describeContracts(outcome),
      diagnostics: outcome.diagnostics.map(diagnosticText),
      ms,
    };
  },
};

function describeContracts(outcome: SolidityOutcome): PageSolidity["contracts"] {
  if (outcome.kind === "failed") return [];
  return outcome.contracts.map(({ name, bytecode, selectors }) => ({
    name,
    bytecode: toHex(bytecode),
    selectors: JSON.stringify(selectors),
  }));
}

function diagnosticText({ severity, message, place }: SolidityOutcome["diagnostics"][number]): string {
  return `${severity} ${place === undefined ? "" : `${place.path}:${place.line}:${place.column} `}${message}`;
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
