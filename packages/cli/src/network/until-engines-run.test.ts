import assert from "node:assert/strict";
import { test } from "node:test";
import type { NodeStatus } from "./network-status.ts";
import { untilEnginesRun } from "./until-engines-run.ts";

function status(engineHeight: number | undefined, problem?: string): NodeStatus {
  const engine = { engineHeight: engineHeight ?? 0, engineHash: "", isCatchingUp: false, isValidator: true };
  return {
    address: "127.0.0.1:1",
    nodeId: "Qm",
    height: 0n,
    engine: engineHeight === undefined ? undefined : { ...engine, peers: [], validators: [] },
    software: undefined,
    problem,
    problemZh: problem,
    memberAlgorithm: undefined,
  };
}

/** Waits through the looks, the last of which goes on for ever; returns how many were taken. */
async function waitThrough(looks: readonly (readonly NodeStatus[])[], signal?: AbortSignal): Promise<number> {
  let taken = 0;
  let nowMs = 0;
  await untilEnginesRun({
    look: async () => looks[Math.min(taken++, looks.length - 1)] ?? [],
    pause: async (ms) => void (nowMs += ms),
    monotonicMs: () => nowMs,
    signal: signal ?? new AbortController().signal,
  });
  return taken;
}

const good = status(1);

test("all engines must answer, have caught up and know a block", async () => {
  const looks = [
    [status(undefined, "no answer"), status(0)],
    [good, status(undefined)],
    [good, status(0)],
    [good, status(1, "the engine is catching up")],
    [good, good],
  ];
  assert.equal(await waitThrough(looks), 5);
});

test("one that does not come is told, and an end of the command ends the wait", async () => {
  const late = [[good, status(undefined, "the engine ended 3 times")]];
  await assert.rejects(waitThrough(late), (error: Error & { code?: string }) => {
    assert.equal(error.code, "CLI_NETWORK_NOT_READY");
    assert.match(error.message, /the engine ended 3 times/);
    return true;
  });
  assert.equal(await waitThrough(late, AbortSignal.abort()), 0);
});
