import type { ContractAbi } from "@yanta/contract-sdk";
import type { CoverageBranch } from "./reports.ts";

/** A contract as a chain takes it. */
export interface ContractCode {
  readonly bytecode: Uint8Array;
  /** WASMER where it is not said. */
  readonly runtime?: "WASMER" | "GASM" | "WXVM" | "EVM";
  readonly abi?: ContractAbi;
  /** Given for instrumented code. */
  readonly branches?: readonly CoverageBranch[];
}
