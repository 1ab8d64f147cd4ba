import type { BuildMode, CompileOutcome } from "@yanta/contract-sdk";
import { CompileWorker, type CompilerOptions, type SourceFiles } from "./compile-worker.ts";

/** A contract in AssemblyScript. */
export interface CompileRequest {
  readonly name: string;
  /** Files of the contract's `assembly` folder; `index.ts` is where the contract starts. */
  readonly sources: SourceFiles;
  /** `release` when absent: the bytes that `yanta contract build` makes. */
  readonly mode?: BuildMode;
}

/** The compiler of contracts in AssemblyScript. */
export interface ContractCompiler {
  /** Errors: those of `CompileWorker.compile`. Faults of the sources are in the outcome. */
  compile(request: CompileRequest): Promise<CompileOutcome>;
  close(): void;
}

/** A compiler whose Worker runs `@yanta/playground/compiler-worker`; it is loaded at the first call. */
export function openContractCompiler(options: CompilerOptions): ContractCompiler {
  return new CompileWorker<CompileRequest, CompileOutcome>(options);
}
