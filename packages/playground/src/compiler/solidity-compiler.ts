import { CompileWorker, type CompilerOptions } from "./compile-worker.ts";
import type { SolidityOutcome, SolidityRequest } from "./compile-solidity.ts";

/** The compiler of contracts in Solidity. */
export interface SolidityCompiler {
  /** Errors: those of `CompileWorker.compile`. Faults of the sources are in the outcome. */
  compile(request: SolidityRequest): Promise<SolidityOutcome>;
  close(): void;
}

/** A compiler whose Worker runs `@yanta/playground/solidity-worker`; it is loaded at the first call. */
export function openSolidityCompiler(options: CompilerOptions): SolidityCompiler {
  return new CompileWorker<SolidityRequest, SolidityOutcome>(options);
}
