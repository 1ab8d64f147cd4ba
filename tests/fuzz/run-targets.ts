import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { mapInParallel } from "../../tools/map-in-parallel.ts";
import { shareCases } from "./targets.ts";
import type { WorkerMessage } from "./worker-message.ts";

const worker = fileURLToPath(new URL("fuzz-worker.ts", import.meta.url));

/** A case that takes longer hangs: the slowest good ones take milliseconds, also on a busy machine. */
const silenceMsMax = 60_000;
/** Memory that a worker may hold: everything that is fuzzed is bounded well below. */
const residentBytesMax = 1536 * 1024 * 1024;
/** One good case may take this long on a busy machine; inputs are small. */
const caseMsMax = 10_000;

export interface TargetReport {
  readonly name: string;
  readonly cases: number;
  /** Cases that came past the parser. */
  readonly accepted: number;
  readonly slowestMs: number;
  /** Its number, to run it again. */
  readonly slowestCase: number;
  readonly residentBytesMax: number;
  readonly failures: readonly string[];
}

export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
  readonly parallel: number;
  /** Only the target of this name. */
  readonly only?: string;
  readonly onTarget?: (report: TargetReport) => void;
}

/** Runs every target in a process of its own and watches it. */
export async function runTargets({
  cases,
  seed,
  parallel,
  only,
  onTarget,
}: FuzzOptions): Promise<readonly TargetReport[]> {
  const shares = [...shareCases(cases)].filter(([{ name }]) => only === undefined || name === only);
  return mapInParallel(shares, parallel, async ([{ name }, share]) => {
    const report = await runTarget(name, seed, share);
    onTarget?.(report);
    return report;
  });
}

function runTarget(name: string, seed: number, cases: number): Promise<TargetReport> {
  return new Promise((resolve) => {
    const child = fork(worker, [name, String(seed), "0", String(cases)], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const failures: string[] = [];
    let ran = 0;
    let accepted = 0;
    let slowestMs = 0;
    let slowestCase = 0;
    let highestBytes = 0;
    let isDone = false;
    let stderr = "";
    let timer: NodeJS.Timeout | undefined;
    const fail = (text: string): void => void failures.push(`${name} (seed ${seed}, ${ran} cases): ${text}`);
    const kill = (text: string): void => {
      fail(text);
      child.kill("SIGKILL");
    };
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => kill(`no case ended within ${silenceMsMax} ms`), silenceMsMax);
    };
    watch();
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-4096)));
    child.on("message", (message: WorkerMessage) => {
      watch();
      switch (message.kind) {
        case "progress":
          ran = message.cases;
          accepted = message.accepted;
          slowestMs = message.slowestMs;
          slowestCase = message.slowestCase;
          highestBytes = Math.max(highestBytes, message.residentBytes);
          if (message.residentBytes > residentBytesMax) kill(`${message.residentBytes} bytes of memory`);
          break;
        case "failure":
          fail(`case ${message.case}: ${message.text}`);
          break;
        case "done":
          isDone = true;
          break;
      }
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (!isDone && failures.length === 0) fail(`the process ended (code ${code}, signal ${signal})\n${stderr}`);
      if (slowestMs > caseMsMax) fail(`case ${slowestCase} took ${slowestMs.toFixed(0)} ms`);
      resolve({
        name,
        cases: ran,
        accepted,
        slowestMs: Math.round(slowestMs),
        slowestCase,
        residentBytesMax: highestBytes,
        failures,
      });
    });
  });
}
