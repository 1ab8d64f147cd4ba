import { fork, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { contractTestingErrors } from "../errors.ts";
import type { TestJob, TestRunResult, WarmUp } from "./messages.ts";

/** Tests of contracts take seconds; one that hangs is ended. */
const testRunTimeoutMs = 120_000;

/** A process that has loaded all that tests need and waits for its one job. */
export interface PreparedTestRun {
  /** Runs the tests. Errors: CONTRACT_TEST_RUN. */
  run(job: TestJob): Promise<TestRunResult>;
  /** Lets it run a module ahead of the job, in the time until then. */
  warmUp(bytecode: Uint8Array): void;
  close(): void;
}

/** Starts the process ahead of time, so that `run` begins at once. */
export function prepareTestRun(options: { readonly coverage?: boolean } = {}): PreparedTestRun {
  const child = fork(childPath(), [], {
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, YANTA_CONTRACT_COVERAGE: options.coverage === true ? "1" : "0" },
  });
  const ready = once(child);
  // Somebody asks later, or never when the process is closed before.
  ready.catch(() => undefined);
  return {
    run: async (job) => {
      await ready;
      const answer = once(child);
      child.send(job);
      return (await answer) as TestRunResult;
    },
    warmUp: (bytecode) => {
      const message: WarmUp = { warmUp: bytecode };
      ready.then(
        () => child.connected && child.send(message),
        () => undefined,
      );
    },
    close: () => child.kill(),
  };
}

function childPath(): string {
  const bundled = join(import.meta.dirname, "contract-tests.js");
  return existsSync(bundled) ? bundled : join(import.meta.dirname, "child.ts");
}

/** The next message. */
function once(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      stop();
      reject(contractTestingErrors.create("CONTRACT_TEST_RUN", { reason }));
    };
    const onMessage = (message: unknown): void => {
      stop();
      resolve(message);
    };
    const onExit = (code: number | null): void => fail(`the process ended with code ${code}`);
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`no end after ${testRunTimeoutMs / 1000} s`);
    }, testRunTimeoutMs);
    const stop = (): void => {
      clearTimeout(timer);
      child.off("message", onMessage);
      child.off("exit", onExit);
    };
    child.once("message", onMessage);
    child.once("exit", onExit);
  });
}
