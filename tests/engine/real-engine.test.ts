import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { bytesToHex } from "@yanta/bytes";
import { callTx, installTx } from "@yanta/chain/testing";
import { readEngineData, verifyCertificate } from "@yanta/consensus/cometbft";
import { encodeBlockInfo, scanOwnBlockInfo, type TxView } from "@yanta/protocol";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { EngineNetwork, type TestNode, until } from "./engine-network.ts";

const engine = setUpTool("cometbft");
const program = engine.kind === "ready" ? engine.path : "";
const { skip } = engine;

function send(node: TestNode, ...txs: readonly TxView[]): void {
  for (const tx of txs) {
    const refusal = node.chain.chain.validate(tx) ?? node.chain.chain.admit(tx);
    assert.equal(refusal, undefined, refusal?.message);
  }
}

const heightOf = ({ chain }: TestNode): bigint => chain.producer.lastHeight;
const hasTx = (node: TestNode, txId: string): boolean => node.ledger.getTxLocation(txId) !== undefined;

/** No two nodes differ in any block, and each stored block's certificate holds where there is one. */
function assertSameChain(nodes: readonly TestNode[]): number {
  const [first] = nodes;
  assert.ok(first !== undefined);
  let certificates = 0;
  for (let height = 0n; height <= heightOf(first); height++) {
    const hashes = nodes.map(({ ledger }) => bytesToHex(ledger.getBlock(height)?.blockHash ?? new Uint8Array()));
    assert.equal(new Set(hashes).size, 1, `block ${height}: ${hashes.join()}`);
    for (const node of nodes) certificates += assertCertificate(node, nodes, height) ? 1 : 0;
  }
  return certificates;
}

function assertCertificate(node: TestNode, nodes: readonly TestNode[], height: bigint): boolean {
  const record = node.ledger.getBlock(height);
  const data = record === undefined ? undefined : readEngineData(record);
  if (record === undefined || data?.certificate === undefined) return false;
  const { headerBytes, dagBytes, txBytes } = scanOwnBlockInfo(record.blockInfoBytes);
  const verdict = verifyCertificate({
    certificate: data.certificate,
    chainId: "chain1",
    engineHeight: data.engineHeight,
    blockBytes: encodeBlockInfo({ headerBytes, dagBytes, txBytes, rwSetBytes: [] }),
    validators: nodes.map(({ binding }) => ({ engineKey: binding.engineKey, power: 1n })),
  });
  assert.equal(
    verdict.kind,
    "valid",
    JSON.stringify(verdict, (_key, value: unknown) => String(value)),
  );
  return true;
}

suite("one validator with a real engine", { skip }, () => {
  let network: EngineNetwork;
  let node: TestNode;
  before(async () => {
    network = await EngineNetwork.start({ program, count: 1 });
    const [first] = network.nodes;
    assert.ok(first !== undefined);
    node = first;
  });
  after(() => network.stop());

  test("transactions become blocks, each with a certificate that holds", async () => {
    send(node, installTx("alpha"));
    await until("the install", () => hasTx(node, "install-alpha"));
    send(node, ...Array.from({ length: 150 }, (_, i) => callTx(`t${i}`, "bump", { key: "n" })));
    await until("all transactions", () => hasTx(node, "t149"));
    assert.equal(assertSameChain([node]), Number(heightOf(node)));
    assert.deepEqual(node.failures, []);
  });

  test("a quiet chain makes no blocks", async () => {
    const signal = AbortSignal.timeout(30_000);
    await until("quiet", () => node.chain.producer.pendingCount === 0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { latestHeight } = await node.client.status(signal);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal((await node.client.status(signal)).latestHeight, latestHeight);
  });

  test("an engine that is killed is started again and goes on", async () => {
    const { pid } = node.engine;
    assert.ok(pid !== undefined);
    send(node, callTx("before-kill", "bump", { key: "n" }));
    process.kill(pid, "SIGKILL");
    send(node, callTx("after-kill", "bump", { key: "n" }));
    await until("both", () => hasTx(node, "before-kill") && hasTx(node, "after-kill"));
    assert.deepEqual(node.failures, []);
  });

  test("an engine that was stopped while it made a database starts again", async () => {
    await node.engine.stop();
    const ended = node.endings.length;
    const folder = join(node.home, "data/evidence.db");
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    for (const file of ["LOCK", "LOG", "MANIFEST-000000"]) writeFileSync(join(folder, file), "");
    await network.startEngine(node);
    send(node, callTx("after-husk", "bump", { key: "n" }));
    await until("a transaction", () => hasTx(node, "after-husk"));
    assert.equal(node.endings.length, ended, node.endings.join());
  });
});

suite("four validators with real engines", { skip }, () => {
  let network: EngineNetwork;
  before(async () => {
    network = await EngineNetwork.start({ program, count: 4 });
  });
  after(() => network.stop());

  test("transactions sent to any node are on all, in the same blocks", async () => {
    const { nodes } = network;
    const [first] = nodes;
    assert.ok(first !== undefined);
    send(first, installTx("alpha"));
    await until("the install", () => nodes.every((node) => hasTx(node, "install-alpha")));
    const txs = Array.from({ length: 200 }, (_, i) => callTx(`t${i}`, "bump", { key: `k${i % 7}` }));
    for (const [index, tx] of txs.entries()) send(nodes[index % 4] ?? first, tx);
    await until("all", () => nodes.every((node) => txs.every(({ txId }) => hasTx(node, txId))));
    assert.ok(assertSameChain(nodes) > 0);
  });

  test("a node that lost everything joins again by a snapshot that it checks", async () => {
    const { nodes } = network;
    const [first, , , last] = nodes;
    assert.ok(first !== undefined && last !== undefined);
    await network.stopNode(last);
    await network.loseData(last);
    send(first, ...Array.from({ length: 30 }, (_, i) => callTx(`s${i}`, "bump", { key: "n" })));
    await until("three nodes", () => nodes.slice(0, 3).every((node) => hasTx(node, "s29")), 60_000);
    await network.startNode(last, await network.trustedState(first));
    await until("the fourth", () => heightOf(last) === heightOf(first) && hasTx(last, "s29"), 60_000);
    assertSameChain(nodes);
    assert.match(last.notices.join(), /taking the chain over from a snapshot/);
    send(last, callTx("after-join", "bump", { key: "n" }));
    await until("all", () => nodes.every((node) => hasTx(node, "after-join")), 60_000);
    assert.deepEqual(last.failures, []);
  });

  test("with one node gone the rest goes on, and it catches up when it is back", async () => {
    const { nodes } = network;
    const [first, , , last] = nodes;
    assert.ok(first !== undefined && last !== undefined);
    await network.stopNode(last);
    const txs = Array.from({ length: 20 }, (_, i) => callTx(`gone${i}`, "bump", { key: "n" }));
    send(first, ...txs);
    await until("three nodes", () => nodes.slice(0, 3).every((node) => hasTx(node, "gone19")), 60_000);
    await network.startNode(last);
    await until("the fourth", () => hasTx(last, "gone19") && heightOf(last) === heightOf(first), 60_000);
    assertSameChain(nodes);
    assert.deepEqual(
      nodes.flatMap(({ failures }) => failures),
      [],
    );
  });
});
