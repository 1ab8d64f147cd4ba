import type { StateTest } from "./state-test.ts";

/** A drawn part of ethereum/tests, as it lies in third_party/ethereum-tests. */
export interface StateTestSample {
  readonly repository: string;
  readonly commit: string;
  readonly licence: string;
  readonly fork: string;
  readonly seed: number;
  /** Drawn, but left out because they take long. */
  readonly slow: number;
  /** Each test has one case. */
  readonly cases: readonly {
    readonly file: string;
    readonly name: string;
    readonly index: number;
    readonly test: StateTest;
  }[];
}
