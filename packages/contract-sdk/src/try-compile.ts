import { CodedError } from "@yanta/errors";
import { createClientSource } from "./client-source.ts";
import { compileContract, type CompiledContract, type CompileOptions } from "./compile-contract.ts";
import { type Diagnostic, errorToDiagnostic } from "./diagnostic.ts";

/** What became of a contract's source, for editors: all that is said about it, and the contract if there is one. */
export type CompileOutcome =
  | ({
      readonly kind: "compiled";
      /** Source of the typed client, `NAME.client.ts`. */
      readonly clientSource: string;
      readonly diagnostics: readonly Diagnostic[];
    } & CompiledContract)
  | {
      readonly kind: "failed";
      /** E.g. CONTRACT_COMPILE. */
      readonly code: string;
      /** At least one error. */
      readonly diagnostics: readonly Diagnostic[];
    };

/** Compiles as `compileContract` does, and tells refusals by places instead of throwing them. */
export async function tryCompile(options: Omit<CompileOptions, "onDiagnostic">): Promise<CompileOutcome> {
  const diagnostics: Diagnostic[] = [];
  try {
    const compiled = await compileContract({ ...options, onDiagnostic: (found) => diagnostics.push(found) });
    return { kind: "compiled", ...compiled, clientSource: createClientSource(compiled.abi), diagnostics };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    if (!diagnostics.some(({ severity }) => severity === "error")) diagnostics.push(errorToDiagnostic(error));
    return { kind: "failed", code: error.code, diagnostics };
  }
}
