import type { FailedTest, SkippedTest, TestMessage } from "./test-message.ts";

export interface TestSums {
  readonly passed: number;
  readonly failures: readonly FailedTest[];
  readonly skips: readonly SkippedTest[];
  /** Failed tests that `failures` does not list: parents of failed subtests. */
  readonly failedParents: number;
}

/** How a `node --test` process ended, and which files should have told that they came to their end. */
export interface RunEnding {
  readonly groupName: string;
  readonly exit: string;
  readonly expectedFiles: readonly string[];
}

/** Adds up what a run told. A run that cannot be trusted (it broke off, a file did) has a failure that says so. */
export function sumUp(messages: readonly TestMessage[], ending: RunEnding): TestSums {
  const failures: FailedTest[] = [];
  const skips: SkippedTest[] = [];
  const unfinished = new Set(ending.expectedFiles);
  let passed = 0;
  let failedParents = 0;
  let hasTotals = false;
  for (const message of messages) {
    switch (message.kind) {
      case "failed":
        if (message.bySubtests) failedParents++;
        else failures.push(message);
        break;
      case "skipped":
        skips.push(message);
        break;
      case "empty":
        passed--;
        failures.push(runFailure(message.place, "The file has no test."));
        break;
      case "finished":
        unfinished.delete(message.file);
        break;
      case "totals":
        passed += message.passed;
        hasTotals = true;
        break;
    }
  }
  for (const file of unfinished) {
    if (failures.some((failure) => failure.place.startsWith(file))) continue;
    failures.push(runFailure(file, "The file's process ended before its tests did."));
  }
  if (!hasTotals) {
    failures.push(runFailure(ending.groupName, `The run ended (${ending.exit}) before it told its totals.`));
  } else if (ending.exit !== "exit code 0" && failures.length === 0) {
    failures.push(runFailure(ending.groupName, `The run ended with ${ending.exit} although no test failed.`));
  }
  return { passed: Math.max(passed, 0), failures, failedParents, skips };
}

function runFailure(place: string, error: string): FailedTest {
  return { kind: "failed", name: place, place, error, bySubtests: false };
}
