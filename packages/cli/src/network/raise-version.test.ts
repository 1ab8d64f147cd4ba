import assert from "node:assert/strict";
import { test } from "node:test";
import type { NodeSoftware, NodeStatus } from "./network-status.ts";
import { requireKnown } from "./raise-version.ts";

const node = (address: string, software: NodeSoftware | undefined): NodeStatus => ({
  address,
  nodeId: "",
  height: 1n,
  engine: undefined,
  software,
  problem: undefined,
  problemZh: undefined,
  memberAlgorithm: undefined,
});
const able = node("able", { version: "2.0.0", blockVersionMax: 2_030_700 });

test("a chain is raised only to what all nodes that are seen can run", () => {
  requireKnown(2_030_700, [able, able]);
  const older = node("older", { version: "1.0.0", blockVersionMax: 2_030_600 });
  requireKnown(2_030_600, [able, older]);
  for (const other of [older, node("away", undefined)])
    assert.throws(() => requireKnown(2_030_700, [able, other]), { code: "CLI_NODES_BEHIND" });
});
