import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import type { Suite, TestGroup } from "./suites.ts";
import { sumUp, type TestSums } from "./sum-up.ts";
import type { TestMessage } from "./test-message.ts";

export interface GroupResult extends TestSums {
  readonly group: TestGroup;
  /** What the tests printed, at most the last `outputLengthMax` characters. */
  readonly output: string;
}

/** A test that prints without end must not fill the memory; its last words are what one reads. */
const outputLengthMax = 200_000;
/** A group of one process may take as long as this many tests that just stay within their time. */
const sharedGroupTests = 4;
/** Time for the runner to end the processes of its files. */
const graceMs = 5_000;
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
  const stopTimers = stopAfter(child, groupTimeoutMs(suite, group));
  const exit = await new Promise<string>((settle, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => settle(signal === null ? `exit code ${code}` : `killed by ${signal}`));
  });
  stopTimers();
  const expectedFiles = suite.isolation === "process" ? group.files.map((file) => resolve(root, file)) : [];
  return { group, output, ...sumUp(messages, { groupName: group.name, exit, expectedFiles }) };
}

/** The runner's own timeouts do not end a test that loops without awaiting: this does. */
function stopAfter(child: ChildProcess, timeoutMs: number): () => void {
  const terminate = setTimeout(() => child.kill("SIGTERM"), timeoutMs);
  const kill = setTimeout(() => child.kill("SIGKILL"), timeoutMs + graceMs);
  return () => {
    clearTimeout(terminate);
    clearTimeout(kill);
  };
}

function groupTimeoutMs(suite: Suite, group: TestGroup): number {
  return suite.isolation === "shared" ? sharedGroupTests * suite.timeoutMs : (group.files.length + 1) * suite.timeoutMs;
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
