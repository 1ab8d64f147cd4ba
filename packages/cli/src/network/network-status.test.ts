import assert from "node:assert/strict";
import { test } from "node:test";
import { renderNetworkStatus, type NodeStatus, signaturesText } from "./network-status.ts";

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

test("a node that is behind the highest is told by how much", () => {
  const lines = renderNetworkStatus([node, { ...node, height: 4n }], ({ en }) => en).split("\n");
  assert.deepEqual(lines, ["✓ 127.0.0.1:12301  height 7", "✓ 127.0.0.1:12301  height 4  3 behind"]);
});

test("on a chain of national cryptography it is said what is SM2, and that votes are not", () => {
  const { en, zh } = signaturesText("SM2");
  assert.equal(
    en,
    "Signed with SM2: transactions, endorsements, blocks, engine bindings. Signed with Ed25519, not SM2: the engines' votes.",
  );
  assert.match(zh, /使用 SM2 签名：交易、背书、区块、引擎绑定；使用 Ed25519（非 SM2）签名：引擎投票/);
  assert.doesNotMatch(signaturesText("ECDSA_P256").en, /SM2/);
});
