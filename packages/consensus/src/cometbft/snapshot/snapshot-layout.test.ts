import assert from "node:assert/strict";
import { test } from "node:test";
import { chunkBytesMax, chunkBytesTarget } from "../limits.ts";
import { SnapshotLayout } from "./snapshot-layout.ts";

function layoutOf(...sizes: readonly number[]): SnapshotLayout {
  const layout = new SnapshotLayout();
  for (const size of sizes) layout.add(size);
  return layout;
}

const ranges = (layout: SnapshotLayout, height: bigint) =>
  layout.chunks(height).map(({ group: { first, last }, part }) => [Number(first), Number(last), part]);

test("blocks fill groups from the oldest on, and travel from the newest down", () => {
  const half = chunkBytesTarget / 2;
  assert.deepEqual(ranges(layoutOf(half, half, half, 10, half), 5n), [
    [5, 5, 0],
    [3, 4, 0],
    [1, 2, 0],
  ]);
});

test("a snapshot of an earlier height has the same groups but the last", () => {
  const layout = layoutOf(...Array.from({ length: 10 }, () => chunkBytesTarget / 4));
  assert.deepEqual(ranges(layout, 10n).slice(1), ranges(layout, 8n));
  assert.deepEqual(ranges(layout, 6n)[0], [5, 6, 0]);
  assert.deepEqual(ranges(layout, 0n), []);
});

test("a block that is larger than a chunk travels alone, in pieces", () => {
  assert.deepEqual(ranges(layoutOf(5, 2 * chunkBytesMax + 1, 5), 3n), [
    [3, 3, 0],
    [2, 2, 0],
    [2, 2, 1],
    [2, 2, 2],
    [1, 1, 0],
  ]);
});
