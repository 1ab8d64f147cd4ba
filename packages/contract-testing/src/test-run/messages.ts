import type { CompiledContract } from "@yanta/contract-sdk";
import type { CoverageReport, GasRow } from "../reports.ts";

/** What a test run gets. */
export interface TestJob {
  readonly files: readonly string[];
  /** Compiled contracts by folder, so that tests need not compile them again. */
  readonly contracts: readonly { readonly folder: string; readonly compiled: CompiledContract }[];
  /** Ends at the first test that fails. */
  readonly stopAtFailure?: boolean;
}

/** A module to run once, so that what runs contracts is compiled hot before the tests come. */
export interface WarmUp {
  readonly warmUp: Uint8Array;
}

export interface FailedContractTest {
  readonly name: string;
  readonly file: string;
  readonly error: string;
}

/** What came of it. */
export interface TestRunResult {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly FailedContractTest[];
  readonly gas: readonly GasRow[];
  /** Empty without `coverage`. */
  readonly coverage: readonly CoverageReport[];
  readonly logs: readonly string[];
}
