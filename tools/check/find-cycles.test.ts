import assert from "node:assert/strict";
import { test } from "node:test";
import { findCycles } from "./find-cycles.ts";

function cyclesOf(edges: Readonly<Record<string, string>>): readonly string[] {
  const graph = new Map(Object.entries(edges).map(([node, targets]) => [node, [...targets]]));
  return findCycles(graph).map((cycle) => cycle.toSorted().join(""));
}

test("no cycle in a diamond", () => assert.deepEqual(cyclesOf({ a: "bc", b: "d", c: "d", d: "" }), []));

test("each cycle once, loops too", () => {
  assert.deepEqual(cyclesOf({ a: "b", b: "c", c: "bd", d: "d", e: "a" }).toSorted(), ["bc", "d"]);
});

test("two rings that share a node are one", () => assert.deepEqual(cyclesOf({ a: "bc", b: "a", c: "a" }), ["abc"]));
