export type { CompilerOptions, SourceFiles } from "./compiler/compile-worker.ts";
export type { SolidityContract, SolidityOutcome, SolidityRequest } from "./compiler/compile-solidity.ts";
export { type CompileRequest, type ContractCompiler, openContractCompiler } from "./compiler/contract-compiler.ts";
export { openSolidityCompiler, type SolidityCompiler } from "./compiler/solidity-compiler.ts";
export { playgroundErrors, type PlaygroundErrorCode } from "./errors.ts";
export * from "./interface.ts";
export * from "./limits.ts";
export { openPlayground, type OpenPlaygroundOptions } from "./open-playground.ts";
export { signatureOf } from "./solidity/abi-type.ts";
export {
  type AbiInput,
  type AbiValue,
  decodeSolidityResult,
  solidityCall,
  solidityConstructor,
} from "./solidity/abi-values.ts";
export { decodeSolidityEvent, type SolidityEvent, solidityFailure } from "./solidity/solidity-answers.ts";
export type { SolidityAbiEntry, SolidityAbiParameter } from "./solidity/solidity-abi.ts";
