export * from "./abi.ts";
export { createClientSource } from "./client-source.ts";
export * from "./compile-contract.ts";
export type { Diagnostic, DiagnosticPlace } from "./diagnostic.ts";
export { contractSdkErrors } from "./errors.ts";
export {
  type BranchPoint,
  instrumentBranches,
  type InstrumentedModule,
  wayOfLog,
} from "./module/instrument-branches.ts";
export { type CompileOutcome, tryCompile } from "./try-compile.ts";
