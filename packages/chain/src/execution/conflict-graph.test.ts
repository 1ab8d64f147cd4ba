import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { buildConflictGraph, type ConflictGraph, conflictGraphFault } from "./conflict-graph.ts";
import type { RecordedSet } from "./rwset-recorder.ts";

const none = new Uint8Array(0);
const set = (reads: string, writes: string): RecordedSet => ({
  reads: [...reads].map((key) => ({ contract: "c", key, value: none })),
  writes: [...writes].map((key) => ({ contract: "c", key, value: none })),
});

test("transactions without common keys have no edges", () => {
  assert.deepEqual(buildConflictGraph([set("a", "a"), set("b", "b"), set("", "c")], 0), [[], [], []]);
});

test("read after write, write after read, write after write", () => {
  assert.deepEqual(buildConflictGraph([set("", "a"), set("a", ""), set("", "a"), set("", "a")], 0), [
    [],
    [0],
    [1],
    [2],
  ]);
});

test("keys are compared without their contract", () => {
  const other: RecordedSet = { reads: [{ contract: "d", key: "a", value: none }], writes: [] };
  assert.deepEqual(buildConflictGraph([set("", "a"), other], 0), [[], [0]]);
});

test("the first range reader depends on all, the next on its predecessor", () => {
  assert.deepEqual(buildConflictGraph([set("", "a"), set("", "b"), set("", ""), set("", "")], 2), [
    [],
    [],
    [0, 1],
    [2],
  ]);
});

/** Everything reachable from a transaction. */
function reach(graph: ConflictGraph, from: number): Set<number> {
  const seen = new Set<number>();
  const visit = (index: number): void => {
    for (const next of graph[index] ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      visit(next);
    }
  };
  visit(from);
  return seen;
}

const sets = fc.array(
  fc.tuple(
    fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), maxLength: 3 }),
    fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), maxLength: 2 }),
  ),
  { maxLength: 40 },
);

test("every conflict is reachable and the graph is valid", () => {
  fc.assert(
    fc.property(sets, (pairs) => {
      const txs = pairs.map(([reads, writes]) => set([...new Set(reads)].join(""), [...new Set(writes)].join("")));
      const graph = buildConflictGraph(txs, 0);
      assert.equal(conflictGraphFault(graph, txs.length), undefined);
      for (const [i, later] of txs.entries()) {
        const reachable = reach(graph, i);
        for (const [j, earlier] of txs.slice(0, i).entries()) {
          const touches = (one: RecordedSet, two: RecordedSet): boolean =>
            one.writes.some((w) => [...two.reads, ...two.writes].some((r) => r.key === w.key));
          if (touches(earlier, later) || touches(later, earlier))
            assert.ok(reachable.has(j), `${i} must depend on ${j}`);
        }
      }
    }),
  );
});

test("a received graph must have one vertex a transaction and ascending earlier neighbours", () => {
  assert.equal(conflictGraphFault([[], [0]], 2), undefined);
  assert.match(conflictGraphFault([[]], 2) ?? "", /1 vertexes for 2/);
  assert.match(conflictGraphFault([[], [1]], 2) ?? "", /wrong neighbour/);
  assert.match(conflictGraphFault([[], [], [1, 0]], 3) ?? "", /wrong neighbour/);
  assert.match(conflictGraphFault([[], [], [0, 0]], 3) ?? "", /wrong neighbour/);
});
