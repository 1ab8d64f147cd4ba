import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex } from "@yanta/bytes";
import { admin, callTx, installTx, majority, signTx, testNow } from "@yanta/chain/testing";
import {
  blockHash as hashOfHeader,
  BlockHeaderSchema,
  encodeBlockInfo,
  encodeMessage,
  scanBlockInfo,
} from "@yanta/protocol";
import { openMemoryLedger } from "@yanta/storage";
import { type EngineNode, openEngineNode, testEngineBinding, testEngineGenesis } from "../../testing/engine-node.ts";
import { FakeEngine, type FakeEngineBlock, type FakeEngineStop } from "../../testing/fake-engine.ts";
import { ManualTime } from "../../testing/manual-time.ts";
import { readEngineData } from "./engine-data.ts";
import { pruneStepBlocks } from "../limits.ts";
import { encodeBatchTx, encodeBlockTx } from "./engine-tx.ts";

const { config, appState } = testEngineGenesis(4);

/** Nodes of a network of four that have shaken hands with their engines. */
async function openNodes(count: number): Promise<EngineNode[]> {
  const nodes: EngineNode[] = [];
  for (let index = 0; index < count; index++) nodes.push(await openNode(index));
  return nodes;
}

async function openNode(
  index: number,
  options: Partial<Parameters<typeof openEngineNode>[0]> = {},
): Promise<EngineNode> {
  const engine = options.engine ?? new FakeEngine("chain1", appState);
  const node = await openEngineNode({ index, appState, config, time: new ManualTime(testNow), ...options, engine });
  await engine.handshake();
  return node;
}

/** One engine height: `proposer` proposes, all accept and apply. */
async function decide(proposer: EngineNode, nodes: readonly EngineNode[], seconds = testNow): Promise<FakeEngineBlock> {
  const block = await proposer.engine.prepare(seconds);
  for (const { engine } of nodes) {
    assert.equal(await engine.process(block), true);
    await engine.apply(block);
  }
  return block;
}

test("a block built on one node is verified and stored on the other, with the engine's height beside its hash", async () => {
  const [first, second] = await openNodes(2);
  assert.ok(first !== undefined && second !== undefined);
  first.chain.send(installTx("alpha"));
  const block = await decide(first, [first, second]);
  assert.equal(block.txs.length, 1);
  const [own, other] = [first, second].map(({ chain }) => chain.ledger.getBlock(1n));
  assert.ok(own !== undefined && other !== undefined);
  assert.deepEqual(own, other);
  const data = readEngineData(own);
  assert.deepEqual([data?.engineHeight, data?.digest.length, data?.certificate], [1n, 32, undefined]);
  assert.deepEqual(first.engine.disk.appHash, second.engine.disk.appHash);
});

test("an empty engine block makes no block of ours and leaves the hash alone", async () => {
  const [first] = await openNodes(1);
  assert.ok(first !== undefined);
  first.chain.send(installTx("alpha"));
  await decide(first, [first]);
  const before = bytesToHex(first.engine.disk.appHash);
  const block = await decide(first, [first]);
  assert.equal(block.txs.length, 0);
  assert.equal(bytesToHex(first.engine.disk.appHash), before);
  assert.deepEqual(first.consensus.view(), { engineHeight: 1n, blockHeight: 1n, connectionCount: 4 });
  first.chain.send(callTx("later", "put", { key: "a", value: "b" }));
  await decide(first, [first]);
  assert.deepEqual(first.consensus.view(), { engineHeight: 3n, blockHeight: 2n, connectionCount: 4 });
});

test("an empty block that is decided instead of a proposal gives its transactions back", async () => {
  const [first, second] = await openNodes(2);
  assert.ok(first !== undefined && second !== undefined);
  first.chain.send(installTx("alpha"));
  await first.engine.prepare(testNow);
  assert.equal(first.chain.producer.pendingCount, 0);
  const block = await decide(second, [first, second]);
  assert.equal(block.txs.length, 0);
  assert.equal(first.chain.producer.pendingCount, 1);
  await decide(first, [first, second]);
  assert.equal(second.chain.ledger.getTxLocation("install-alpha")?.height, 1n);
});

test("a proposal that was not decided gives its transactions back", async () => {
  const [first, second] = await openNodes(2);
  assert.ok(first !== undefined && second !== undefined);
  first.chain.send(installTx("alpha"));
  second.chain.send(installTx("beta"));
  await first.engine.prepare(testNow);
  assert.equal(first.chain.producer.pendingCount, 0);
  await decide(second, [first, second]);
  assert.equal(first.chain.producer.pendingCount, 1);
  await decide(first, [first, second]);
  assert.deepEqual(
    [first, second].map(({ chain }) => chain.ledger.getTxLocation("install-alpha")?.height),
    [2n, 2n],
  );
});

test("a second round proposes anew, and what was proposed before can still be decided", async () => {
  const [first, second] = await openNodes(2);
  assert.ok(first !== undefined && second !== undefined);
  first.chain.send(installTx("alpha"));
  const early = await first.engine.prepare(testNow);
  first.chain.send(installTx("beta"));
  await first.engine.prepare(testNow);
  for (const { engine } of [first, second]) await engine.apply(early);
  assert.equal(first.chain.producer.pendingCount, 1);
  assert.deepEqual(first.chain.ledger.lastBlockHash, second.chain.ledger.lastBlockHash);
});

test("byzantine proposals are refused, each for its reason, and the node goes on", async () => {
  const [first, second] = await openNodes(2);
  assert.ok(first !== undefined && second !== undefined);
  first.chain.send(installTx("alpha"));
  const replayed = await decide(first, [first, second]);
  first.chain.send(callTx("1", "put", { key: "a", value: "b" }));
  const good = await first.engine.prepare(testNow);
  const [goodTx] = good.txs;
  assert.ok(goodTx !== undefined);
  const parts = scanBlockInfo(goodTx.subarray(1));
  const withData = encodeBlockInfo({ ...parts, rwSetBytes: [], additionalDataBytes: Uint8Array.of(10, 0) });
  const withArguments = (() => {
    const header = { ...parts.header, consensusArgs: Uint8Array.of(1) };
    const blockHash = hashOfHeader("SHA256", header);
    const headerBytes = encodeMessage(BlockHeaderSchema, { ...header, blockHash });
    return encodeBlockInfo({ ...parts, headerBytes, rwSetBytes: [] });
  })();
  const flipped = Uint8Array.from(goodTx);
  flipped[flipped.length - 3] = (flipped[flipped.length - 3] ?? 0) ^ 1;
  const wrongHash = Uint8Array.from(goodTx);
  const at = Buffer.from(goodTx).indexOf(parts.header.blockHash);
  wrongHash[at] = (wrongHash[at] ?? 0) ^ 1;
  const cases: readonly (readonly [readonly Uint8Array[], RegExp])[] = [
    [[flipped], /wrong-execution|malformed|wrong-transactions/],
    [[wrongHash], /wrong-hash/],
    [[Uint8Array.of(1, 0xff, 0xff)], /malformed/],
    [[Uint8Array.of(9)], /no block/],
    [[encodeBatchTx([Uint8Array.of(1)], 0)], /no block/],
    [[encodeBlockTx(withData)], /only form/],
    [[encodeBlockTx(withArguments)], /only form/],
    [[goodTx, goodTx], /2 transactions/],
    [replayed.txs, /wrong-position/],
  ];
  for (const [txs, reason] of cases) {
    second.notices.length = 0;
    assert.equal(await second.engine.process({ ...good, txs }), false, String(reason));
    assert.match(second.notices.join(), reason);
  }
  assert.equal(await second.engine.process({ ...good, height: 1n }), false);
  await decide(first, [first, second]);
  assert.deepEqual(second.failures, []);
});

test("a block's time lies between the engine's last decision and the node's clock, give or take 30 s", async () => {
  for (const [clock, engineSeconds, isGood] of [
    [testNow, testNow - 10_000n, true],
    [testNow - 30n, testNow - 10_000n, true],
    [testNow - 31n, testNow - 10_000n, false],
    [testNow + 10_000n, testNow - 10_000n, true],
    [testNow + 10_000n, testNow + 30n, true],
    [testNow + 10_000n, testNow + 31n, false],
  ] as const) {
    const proposer = await openNode(0);
    const judge = await openNode(1, { time: new ManualTime(clock) });
    proposer.chain.send(installTx("alpha"));
    const block = await proposer.engine.prepare(testNow);
    const seen = await judge.engine.process({ ...block, seconds: engineSeconds });
    assert.equal(seen, isGood, `${clock - testNow} ${engineSeconds - testNow}`);
  }
});

test("a proposal keeps to the engine's bytes: fewer transactions, and none that is too large alone", async () => {
  const [first] = await openNodes(1);
  assert.ok(first !== undefined);
  first.chain.send(installTx("alpha"));
  await decide(first, [first]);
  for (let i = 0; i < 20; i++) first.chain.send(callTx(`t${i}`, "put", { key: `k${i}`, value: "x".repeat(1000) }));
  const block = await first.engine.prepare(testNow, 20_000n);
  assert.equal(block.txs.length, 1);
  assert.ok(first.chain.producer.pendingCount > 5);
  const none = await first.engine.prepare(testNow, 3000n);
  assert.equal(none.txs.length, 0);
});

test("what the validators decided but is wrong here stops the node instead of forking it", async () => {
  const [first, second] = await openNodes(2);
  assert.ok(first !== undefined && second !== undefined);
  first.chain.send(installTx("alpha"));
  const block = await first.engine.prepare(testNow);
  await assert.rejects(second.engine.apply({ ...block, txs: [Uint8Array.of(1, 2)] }), {
    code: "CONSENSUS_DECISION_WRONG",
  });
  assert.equal(second.chain.ledger.lastHeight, 0n);
});

test("an engine of another chain or with other bindings is refused", async () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ["chain2", appState],
    ["chain1", { bindings: [] }],
    ["chain1", testEngineGenesis(3).appState],
  ];
  for (const [chainId, other] of cases) {
    const engine = new FakeEngine(chainId, other);
    await openEngineNode({ index: 0, appState, config, time: new ManualTime(testNow), engine });
    await assert.rejects(engine.handshake(), { code: "CONSENSUS_ENGINE_FOREIGN" });
  }
});

test("all validators of the genesis are those of the configuration", async () => {
  const [first] = await openNodes(1);
  assert.deepEqual(
    first?.engine.validators.map(({ power }) => power),
    [1n, 1n, 1n, 1n],
  );
});

test("a change of the consensus nodes changes the validators, also when the block is replayed", async () => {
  const [first] = await openNodes(1);
  assert.ok(first !== undefined);
  const method = { sender: admin, endorsers: majority, contract: "CHAIN_CONFIG" };
  const left = config.consensus?.nodes[3];
  const orgId = left?.orgId ?? "";
  first.chain.send(
    signTx({ ...method, txId: "leave", method: "NODE_ORG_DELETE", parameters: { org_id: orgId } }),
    signTx({ ...method, txId: "block", method: "BLOCK_UPDATE", parameters: { block_interval: "20" } }),
  );
  const block = await decide(first, [first]);
  const updates = first.engine.validatorUpdates.get(1n) ?? [];
  assert.deepEqual(
    updates.map(({ pubKey, power }) => [pubKey?.sum.value, power]),
    [[testEngineBinding(4).engineKey, 0n]],
  );
  await decide(first, [first]);
  assert.deepEqual([...first.engine.validatorUpdates.keys()], [1n]);
  assert.equal(first.chain.ledger.getTxLocation("block")?.height, 2n);
  await first.engine.apply(block, "committed");
  assert.deepEqual(first.engine.disk.response?.value.validatorUpdates, updates);
});

for (const stop of ["finalized", "response-saved", "committed", "state-saved"] as const satisfies FakeEngineStop[]) {
  for (const withNode of [true, false]) {
    test(`a crash after "${stop}" of ${withNode ? "both" : "the engine"} ends in the same chain`, async () => {
      const ledger = openMemoryLedger({ chainId: "chain1" });
      const engine = new FakeEngine("chain1", appState);
      let node = await openNode(0, { ledger, engine });
      const witness = await openNode(1);
      witness.chain.send(installTx("alpha"));
      const setUp = await decide(witness, [witness]);
      await engine.apply(setUp);
      witness.chain.send(callTx("1", "bump", { key: "a" }));
      const block = await decide(witness, [witness]);
      await engine.apply(block, stop);
      engine.crash(withNode);
      if (withNode) node = await openNode(0, { ledger, engine });
      else await engine.handshake();
      assert.equal(engine.lastHeight, 2n);
      assert.deepEqual(ledger.lastBlockHash, witness.chain.ledger.lastBlockHash);
      witness.chain.send(callTx("2", "bump", { key: "a" }));
      await decide(witness, [witness, node]);
      assert.deepEqual(engine.disk.appHash, witness.engine.disk.appHash);
    });
  }
}

test("a height that was committed before is answered the same, and another block there is refused", async () => {
  const [first] = await openNodes(1);
  assert.ok(first !== undefined);
  first.chain.send(installTx("alpha"));
  const decided = await decide(first, [first]);
  await decide(first, [first]);
  const hash = first.engine.disk.appHash;
  await first.engine.apply(decided, "committed");
  assert.equal(first.chain.ledger.lastHeight, 1n);
  assert.deepEqual(first.engine.disk.response?.value.appHash, hash);
  await assert.rejects(first.engine.apply({ ...decided, txs: [] }), { code: "CONSENSUS_DECISION_WRONG" });
});

test("the engine may drop blocks that neither a start nor a newcomer needs", async () => {
  const time = new ManualTime(testNow);
  const ledger = openMemoryLedger({ chainId: "chain1" });
  const engine = new FakeEngine("chain1", appState);
  const node = await openNode(0, { engine, time, ledger, keepEngineBlocks: 1_050n });
  const goTo = async (height: bigint): Promise<void> => {
    while (engine.lastHeight < height) await engine.apply(await engine.prepare(testNow));
    await time.pass(1_000);
  };
  node.chain.send(installTx("alpha"));
  await goTo(2n);
  await goTo(1_250n);
  // A start replays everything after the only block of ours.
  assert.equal(engine.retainHeight, 0n);
  node.chain.send(callTx("t1", "put", { key: "a", value: "b" }));
  await goTo(1_260n);
  await goTo(1_300n);
  assert.equal(engine.retainHeight, 250n);
  const again = new FakeEngine("chain1", appState);
  Object.assign(again, { disk: engine.disk, retainHeight: engine.retainHeight });
  await openNode(0, { engine: again, ledger });
});

test("the engine of a long chain that is to drop its blocks does so in steps", async () => {
  const ledger = openMemoryLedger({ chainId: "chain1" });
  let sent = 0;
  const goOn = async (node: EngineNode, time: ManualTime): Promise<void> => {
    node.chain.send(sent++ === 0 ? installTx("alpha") : callTx(`t${sent}`, "put", { key: "a", value: `${sent}` }));
    for (let count = 0; count < 100; count++) await node.engine.apply(await node.engine.prepare(testNow));
    await time.pass(1_000);
  };
  const before = new ManualTime(testNow);
  const keepsAll = await openNode(0, { time: before, ledger });
  while (keepsAll.engine.lastHeight < 4_000n) await goOn(keepsAll, before);
  assert.equal(keepsAll.engine.retainHeight, 0n);

  const engine = new FakeEngine("chain1", appState);
  Object.assign(engine, { disk: keepsAll.engine.disk });
  const time = new ManualTime(testNow);
  const node = await openNode(0, { engine, time, ledger, keepEngineBlocks: 1_000n });
  const heights = [1n];
  while (engine.lastHeight < 5_000n) {
    await goOn(node, time);
    if (engine.retainHeight > (heights.at(-1) ?? 0n)) heights.push(engine.retainHeight);
  }
  const steps = heights.slice(1).map((height, index) => height - (heights[index] ?? 0n));
  assert.ok(
    steps.every((step) => step <= pruneStepBlocks),
    heights.join(),
  );
  assert.ok((heights.at(-1) ?? 0n) > 3_800n, heights.join());
});
