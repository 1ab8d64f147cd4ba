import assert from "node:assert/strict";
import { test } from "node:test";
import {
  keepRunning,
  restartPauseMsMax,
  restartPauseMsMin,
  restartsMax,
  type KeptNode,
  type KeptNodeEvent,
} from "./keep-running.ts";

/** A world in which nodes end after the given times, and pauses pass at once. */
function world(livesMs: readonly (number | "never starts")[]) {
  const events: KeptNodeEvent[] = [];
  const stopping = new AbortController();
  let nowMs = 0;
  let stopped = 0;
  const lives = [...livesMs];
  const next = (): KeptNode => {
    const life = lives.shift();
    if (life === "never starts") throw new Error("its port is taken");
    if (life === undefined) setImmediate(() => stopping.abort());
    else nowMs += life;
    return {
      ended: life === undefined ? new Promise(() => undefined) : Promise.resolve("signal SIGKILL"),
      stop: async () => void stopped++,
    };
  };
  const run = () =>
    keepRunning({
      first: next(),
      start: async () => next(),
      onEvent: (event) => events.push(event),
      pause: async (ms) => void (nowMs += ms),
      // The life of the node that was just made has passed when its end is looked at.
      monotonicMs: () => nowMs,
      signal: stopping.signal,
    });
  return { run, events, stoppedCount: () => stopped };
}

test("a node that ends is started again, and stopped when all are", async () => {
  const { run, events, stoppedCount } = world([10, 10]);
  await run();
  assert.deepEqual(events, [
    { kind: "ended", reason: "signal SIGKILL", pauseMs: restartPauseMsMin },
    { kind: "serves" },
    { kind: "ended", reason: "signal SIGKILL", pauseMs: 2 * restartPauseMsMin },
    { kind: "serves" },
  ]);
  assert.equal(stoppedCount(), 1);
});

test("one that never comes to serve is given up after growing pauses", async () => {
  const { run, events } = world([10, ...Array<"never starts">(restartsMax).fill("never starts")]);
  await run();
  const pauses = events.flatMap((event) => (event.kind === "ended" ? [event.pauseMs] : []));
  assert.equal(pauses.length, restartsMax);
  assert.equal(pauses.at(-1), restartPauseMsMax);
  assert.deepEqual(events.at(-1), { kind: "given-up", reason: "its port is taken" });
});
