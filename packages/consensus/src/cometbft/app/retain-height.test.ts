import assert from "node:assert/strict";
import { test } from "node:test";
import { engineBlocksKeptMin, pruneStepBlocks } from "../limits.ts";
import { retainHeight } from "./retain-height.ts";

const input = {
  engineHeight: 100_000n,
  durableHeight: 99_999n,
  snapshotHeight: 99_000n,
  oldestHeight: 49_900n,
  keepBlocks: 50_000n,
};

test("blocks below the window go, none that a replay or a newcomer needs", () => {
  assert.equal(retainHeight(input), 50_000n);
  assert.equal(retainHeight({ ...input, durableHeight: 49_990n }), 49_990n);
  assert.equal(retainHeight({ ...input, snapshotHeight: 49_980n }), 49_980n);
  assert.equal(retainHeight({ ...input, oldestHeight: 98_500n, keepBlocks: 1n }), 100_000n - engineBlocksKeptMin);
});

test("many go in steps", () => {
  let oldestHeight = 1n;
  const steps: bigint[] = [];
  for (let at = retainHeight({ ...input, oldestHeight }); at > 0n; at = retainHeight({ ...input, oldestHeight })) {
    steps.push(at - oldestHeight);
    oldestHeight = at;
  }
  assert.equal(oldestHeight, 50_000n);
  assert.ok(
    steps.every((step) => step <= pruneStepBlocks),
    steps.join(),
  );
});

test("nothing goes twice, nor before it is known what is there", () => {
  assert.equal(retainHeight({ ...input, oldestHeight: 50_000n }), 0n);
  assert.equal(retainHeight({ ...input, oldestHeight: undefined }), 0n);
});

test("all are kept when it is asked for, while no snapshot is offered, and on a young chain", () => {
  assert.equal(retainHeight({ ...input, keepBlocks: 0n }), 0n);
  assert.equal(retainHeight({ ...input, snapshotHeight: undefined }), 0n);
  assert.equal(retainHeight({ ...input, engineHeight: 900n, durableHeight: 899n, oldestHeight: 1n }), 0n);
});
