/** What `event-reporter.mjs` tells about a run of `node --test`. */
export type TestMessage = SkippedTest | FailedTest | EmptyFile | FinishedFile | TestTotals;

export interface SkippedTest {
  readonly kind: "skipped";
  readonly name: string;
  readonly place: string;
  /** Empty when the test names none. */
  readonly reason: string;
}

export interface FailedTest {
  readonly kind: "failed";
  readonly name: string;
  readonly place: string;
  readonly error: string;
  /** True for a parent that failed only because a subtest did. */
  readonly bySubtests: boolean;
}

/** A file that has no test; the runner counts it as a passed test. */
export interface EmptyFile {
  readonly kind: "empty";
  readonly name: string;
  readonly place: string;
}

/** A file whose process ran to its end; without it a test called `process.exit`. Only with a process for each file. */
export interface FinishedFile {
  readonly kind: "finished";
  readonly file: string;
}

export interface TestTotals {
  readonly kind: "totals";
  readonly passed: number;
}
