import assert from "node:assert/strict";
import { test } from "node:test";
import { engineBlocksKeptMin } from "../limits.ts";
import { retainHeight } from "./retain-height.ts";

const input = { engineHeight: 100_000n, durableHeight: 99_999n, snapshotHeight: 99_000n, keepBlocks: 50_000n };

test("blocks below the window go, none that a replay or a newcomer needs", () => {
  assert.equal(retainHeight(input), 50_000n);
  assert.equal(retainHeight({ ...input, durableHeight: 40_000n }), 40_000n);
  assert.equal(retainHeight({ ...input, snapshotHeight: 30_000n }), 30_000n);
  assert.equal(retainHeight({ ...input, keepBlocks: 1n }), 100_000n - engineBlocksKeptMin);
});

test("all are kept when it is asked for, while no snapshot is offered, and on a young chain", () => {
  assert.equal(retainHeight({ ...input, keepBlocks: 0n }), 0n);
  assert.equal(retainHeight({ ...input, snapshotHeight: undefined }), 0n);
  assert.equal(retainHeight({ ...input, engineHeight: 900n, durableHeight: 899n }), 0n);
});
