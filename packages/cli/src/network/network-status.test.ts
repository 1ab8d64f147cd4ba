import assert from "node:assert/strict";
import { test } from "node:test";
import { renderNetworkStatus, type NodeStatus } from "./network-status.ts";

const node: NodeStatus = {
  address: "127.0.0.1:12301",
  nodeId: "Qm1",
  height: 7n,
  engine: undefined,
  software: undefined,
  problem: undefined,
  problemZh: undefined,
  memberAlgorithm: undefined,
};

test("what is wrong is told in the reader's language, with an earlier node's words when it has no others", () => {
  const nodes: readonly NodeStatus[] = [
    node,
    { ...node, problem: "the engine ended", problemZh: "引擎退出" },
    { ...node, problem: "an earlier version" },
    { ...node, height: undefined, problem: "no answer (x)", problemZh: "没有应答（x）" },
  ];
  assert.deepEqual(renderNetworkStatus(nodes, ({ zh }) => zh).split("\n"), [
    "✓ 127.0.0.1:12301  高度 7",
    "! 127.0.0.1:12301  高度 7  引擎退出",
    "! 127.0.0.1:12301  高度 7  an earlier version",
    "✗ 127.0.0.1:12301  没有应答（x）",
  ]);
  assert.match(
    renderNetworkStatus(nodes, ({ en }) => en),
    /height 7 {2}the engine ended\n/,
  );
});
