import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { bytesToHex } from "@yanta/bytes";
import { callTx, installTx } from "@yanta/chain/testing";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { ByzantineSide, createLyingVm } from "./byzantine-node.ts";
import { EngineNetwork, type TestNode, until } from "./engine-network.ts";

const engine = setUpTool("cometbft");
const program = engine.kind === "ready" ? engine.path : "";
const { skip } = engine;
/** A refused proposal costs a round: its timeouts, on a busy machine. */
const waitMs = 120_000;
const floodCount = 300;

const hasTx = (node: TestNode, txId: string): boolean => node.ledger.getTxLocation(txId) !== undefined;
const valueOf = (node: TestNode): string => Buffer.from(node.ledger.getState("alpha", "n") ?? []).toString();

function send(node: TestNode, tx: ReturnType<typeof callTx>): void {
  const refusal = node.chain.chain.validate(tx) ?? node.chain.chain.admit(tx);
  assert.equal(refusal, undefined, refusal?.message);
}

function assertSameBlocks(nodes: readonly TestNode[]): void {
  const last = nodes[0]?.chain.producer.lastHeight ?? 0n;
  for (let height = 0n; height <= last; height++) {
    const hashes = nodes.map(({ ledger }) => bytesToHex(ledger.getBlock(height)?.blockHash ?? new Uint8Array()));
    assert.equal(new Set(hashes).size, 1, `block ${height}: ${hashes.join()}`);
  }
}

suite("one of four members is byzantine", { skip }, () => {
  const byzantine = new ByzantineSide();
  let network: EngineNetwork;
  let honest: readonly TestNode[];
  let bumps = 0;
  before(async () => {
    network = await EngineNetwork.start({
      program,
      count: 4,
      vm: (index) => (index === 0 ? byzantine.vm : undefined),
      listen: (index) => (index === 0 ? byzantine.listen : undefined),
    });
    honest = network.nodes.slice(1);
    const [first] = honest;
    assert.ok(first !== undefined);
    send(first, installTx("alpha"));
    await until("the install", () => honest.every((node) => hasTx(node, "install-alpha")), waitMs);
  });
  after(() => network.stop());

  /** Through one honest node; resolves when all honest ones have it. */
  async function bump(): Promise<void> {
    const node = honest[bumps % honest.length];
    const txId = `bump${bumps++}`;
    assert.ok(node !== undefined);
    send(node, callTx(txId, "bump", { key: "n" }));
    await until(txId, () => honest.every((each) => hasTx(each, txId)), waitMs);
  }

  test("its proposals are refused, whatever is wrong with them, and the chain goes on", async (t) => {
    const deadlineMs = performance.now() + waitMs;
    while (!byzantine.hasToldAll) {
      assert.ok(performance.now() < deadlineMs, `it told ${JSON.stringify([...byzantine.told])}`);
      await bump();
    }
    await bump();
    t.diagnostic(`${bumps} transactions, ${[...byzantine.told].map(([lie, count]) => `${count} ${lie}`).join(", ")}`);
    for (const { notices, failures } of honest) {
      assert.deepEqual(failures, []);
      for (const reason of [
        /wrong-execution/,
        /wrong-position/,
        /one block is expected/,
        /the transaction is no block/,
      ])
        assert.ok(
          notices.some((notice) => notice.startsWith("proposal refused") && reason.test(notice)),
          `${reason} is not in ${notices.join("\n")}`,
        );
    }
  });

  test("a flood of garbage and of old batches through its mempool is left out", async () => {
    const [flooder] = network.nodes;
    assert.ok(flooder !== undefined);
    const signal = AbortSignal.timeout(waitMs);
    for (let count = 0; count < floodCount; count++)
      await flooder.client.broadcast(Uint8Array.of(2, 0, 2, count & 255, count >> 8), signal);
    const height = honest[0]?.chain.producer.lastHeight ?? 0n;
    await bump();
    assert.equal(honest[0]?.chain.producer.lastHeight, height + 1n);
  });

  test("each transaction ran once, everywhere the same", async () => {
    await until("level", () => new Set(network.nodes.map(({ chain }) => chain.producer.lastHeight)).size === 1, waitMs);
    assertSameBlocks(network.nodes);
    for (const node of network.nodes) assert.equal(valueOf(node), String(bumps));
  });
});

suite("one of four members computes wrongly", { skip }, () => {
  const vm = createLyingVm();
  let network: EngineNetwork;
  before(async () => {
    network = await EngineNetwork.start({ program, count: 4, vm: (index) => (index === 3 ? vm : undefined) });
  });
  after(() => network.stop());

  test("it stops instead of following with another state; the rest goes on; mended it catches up", async () => {
    const { nodes } = network;
    const [first, , , broken] = nodes;
    assert.ok(first !== undefined && broken !== undefined);
    const others = nodes.slice(0, 3);
    send(first, installTx("alpha"));
    await until("the install", () => nodes.every((node) => hasTx(node, "install-alpha")), waitMs);

    vm.isLying = true;
    const before = broken.chain.producer.lastHeight;
    for (let count = 0; count < 5; count++) send(first, callTx(`t${count}`, "bump", { key: "n" }));
    await until("three nodes", () => others.every((node) => hasTx(node, "t4")), waitMs);
    await until("its failure", () => broken.failures.length > 0, waitMs);
    assert.match(String(broken.failures[0]), /CONSENSUS_DECISION_WRONG/);
    assert.equal(broken.chain.producer.lastHeight, before);
    send(first, callTx("later", "bump", { key: "n" }));
    await until("three nodes go on", () => others.every((node) => hasTx(node, "later")), waitMs);

    vm.isLying = false;
    await network.stopNode(broken);
    await network.startNode(broken);
    await until("the fourth", () => hasTx(broken, "later"), waitMs);
    assertSameBlocks(nodes);
    assert.equal(valueOf(broken), "6");
  });
});
