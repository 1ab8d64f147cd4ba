import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { callTx, installTx } from "@yanta/chain/testing";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { EngineNetwork, type TestNode, until } from "./engine-network.ts";

const engine = setUpTool("cometbft");
const program = engine.kind === "ready" ? engine.path : "";
const { skip } = engine;

/**
 * CometBFT's own places to die (its variable FAIL_TEST_INDEX counts them): nine for each engine block, around saving the block, its write-ahead log,
 * FinalizeBlock's answer, Commit and its state. Two engine blocks are gone through: one of ours and the empty one after it.
 */
const crashPoints = Array.from({ length: 18 }, (_, index) => index);

suite("an engine that dies at each of its own crash points", { skip }, () => {
  let network: EngineNetwork;
  let node: TestNode;
  before(async () => {
    network = await EngineNetwork.start({ program, count: 1 });
    const [first] = network.nodes;
    assert.ok(first !== undefined);
    node = first;
    send(installTx("alpha"));
    await until("the install", () => hasTx("install-alpha"));
  });
  after(() => network.stop());

  const send = (tx: ReturnType<typeof callTx>): void =>
    assert.equal(node.chain.chain.validate(tx) ?? node.chain.chain.admit(tx), undefined);
  const hasTx = (txId: string): boolean => node.ledger.getTxLocation(txId) !== undefined;

  for (const point of crashPoints) {
    const restartsNode = point % 2 === 1;
    test(`point ${point}${restartsNode ? ", and the node restarts too" : ""}`, async () => {
      await until("quiet", () => node.chain.producer.pendingCount === 0);
      await node.engine.stop();
      const ended = node.endings.length;
      process.env["FAIL_TEST_INDEX"] = String(point);
      await network.startEngine(node);
      send(callTx(`p${point}`, "bump", { key: "n" }));
      await until("the crash", () => node.endings.length > ended);
      delete process.env["FAIL_TEST_INDEX"];
      if (restartsNode) {
        await network.stopNode(node);
        await network.startNode(node);
        // What only waited in memory is gone with the node: its client sends it again.
        if (!hasTx(`p${point}`)) node.chain.chain.admit(callTx(`p${point}`, "bump", { key: "n" }));
      }
      await until("the transaction", () => hasTx(`p${point}`));
      assert.deepEqual(node.failures, []);
    });
  }

  test("each transaction ran once", async () => {
    send(callTx("read", "put-get", { key: "x", value: "y" }));
    await until("the last", () => hasTx("read"));
    const value = Buffer.from(node.ledger.getState("alpha", "n") ?? []).toString();
    assert.equal(value, String(crashPoints.length));
  });
});
