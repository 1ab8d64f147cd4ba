import { spawn } from "node:child_process";
import type { Suite, TestGroup } from "./suites.ts";
import type { FailedTest, SkippedTest, TestMessage } from "./test-message.ts";

export interface GroupResult {
  readonly group: TestGroup;
  readonly passed: number;
  readonly failures: readonly FailedTest[];
  readonly skips: readonly SkippedTest[];
  /** Failed tests that `failures` does not list: parents of failed subtests. */
  readonly failedParents: number;
  /** What the tests printed, at most the last `outputLengthMax` characters. */
  readonly output: string;
}

/** A test that prints without end must not fill the memory; its last words are what one reads. */
const outputLengthMax = 200_000;
const reporter = new URL("./event-reporter.mjs", import.meta.url).href;

/** Runs one group of test files in a `node --test` of its own and collects what its reporter tells. */
export async function runGroup(root: string, suite: Suite, group: TestGroup): Promise<GroupResult> {
  const messages: TestMessage[] = [];
  let output = "";
  const child = spawn(process.execPath, nodeArguments(suite, group), {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const keepOutput = (chunk: Buffer): void => {
    output = (output + chunk.toString("utf8")).slice(-outputLengthMax);
  };
  child.stdout?.on("data", keepOutput);
  child.stderr?.on("data", keepOutput);
  child.on("message", (message) => messages.push(message as TestMessage));
  const ending = await new Promise<string>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return { group, output, ...sumUp(group, messages, ending) };
}

function nodeArguments(suite: Suite, group: TestGroup): readonly string[] {
  const isolation =
    suite.isolation === "shared" ? ["--test-isolation=none"] : [`--test-concurrency=${suite.concurrency}`];
  return [
    "--test",
    ...isolation,
    `--test-timeout=${suite.timeoutMs}`,
    `--test-reporter=${reporter}`,
    "--test-reporter-destination=stdout",
    ...group.files,
  ];
}

function sumUp(
  group: TestGroup,
  messages: readonly TestMessage[],
  ending: string,
): Omit<GroupResult, "group" | "output"> {
  const failures: FailedTest[] = [];
  const skips: SkippedTest[] = [];
  let passed = 0;
  let failedParents = 0;
  let totalFailed: number | undefined;
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
        failures.push(groupFailure(message.name, message.place, "The file has no test."));
        break;
      case "totals":
        passed += message.passed;
        totalFailed = message.failed;
        break;
    }
  }
  if (totalFailed === undefined) {
    failures.push(groupFailure(group.name, group.name, `The run ended (${ending}) before it told its totals.`));
  } else if (ending !== "exit code 0" && failures.length === 0 && failedParents === 0) {
    failures.push(groupFailure(group.name, group.name, `The run ended with ${ending} although no test failed.`));
  }
  return { passed: Math.max(passed, 0), failures, failedParents, skips };
}

function groupFailure(name: string, place: string, error: string): FailedTest {
  return { kind: "failed", name, place, error, bySubtests: false };
}
