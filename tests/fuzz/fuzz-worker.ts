// Runs cases of one target in a process of its own, so that a crash, an endless loop or a leak is seen from outside.
//   node fuzz-worker.ts TARGET SEED FIRST COUNT
// Each case has random numbers of its own, made from the seed and its number: `FIRST N, COUNT 1` repeats one.
import { createRandom } from "../support/random.ts";
import { fuzzTargets } from "./targets.ts";
import type { WorkerMessage } from "./worker-message.ts";

const progressEveryMs = 500;
const failuresMax = 20;

const [name, seedText, firstText, countText] = process.argv.slice(2);
const target = fuzzTargets.find((each) => each.name === name);
if (target === undefined)
  throw new Error(`no target ${name}; there are ${fuzzTargets.map((each) => each.name).join(", ")}`);
const seed = Number(seedText);
const first = Number(firstText);
const end = first + Number(countText);

const opened = await target.open();
let slowestMs = 0;
let slowestCase = first;
let failures = 0;
let accepted = 0;
let toldAt = performance.now();
for (let index = first; index < end && failures < failuresMax; index++) {
  const started = performance.now();
  try {
    if ((await opened.run(createRandom(caseSeed(seed, index)))) === "accepted") accepted++;
  } catch (error) {
    failures++;
    tell({ kind: "failure", case: index, text: errorText(error) });
  }
  const now = performance.now();
  if (now - started > slowestMs) {
    slowestMs = now - started;
    slowestCase = index;
  }
  if (now - toldAt > progressEveryMs) {
    toldAt = now;
    tellProgress(index + 1 - first);
    // Answers and timers of the parent get their turn also when a target never waits.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
await opened.close?.();
tellProgress(end - first);
tell({ kind: "done" });
if (process.connected) process.disconnect();

function tellProgress(cases: number): void {
  tell({ kind: "progress", cases, accepted, slowestMs, slowestCase, residentBytes: process.memoryUsage.rss() });
}

function tell(message: WorkerMessage): void {
  if (process.send !== undefined) process.send(message);
  else console.log(JSON.stringify(message));
}

/** Neighbouring cases must not be alike. */
function caseSeed(base: number, index: number): number {
  return (Math.imul(base ^ (index + 1), 0x9e37_79b1) ^ (index >>> 3)) >>> 0;
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${errorText(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
