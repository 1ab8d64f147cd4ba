import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyBytes } from "@yanta/bytes";
import type { BlockProducer, BlockVerifier, Chain } from "@yanta/chain";
import { callTx, installTx, testNow } from "@yanta/chain/testing";
import { CodedError } from "@yanta/errors";
import { ChainConfigSchema, encodeMessage } from "@yanta/protocol";
import { consensusComplianceSuite } from "../testing/consensus-compliance.ts";
import { openEngineNode, testEngineGenesis } from "../testing/engine-node.ts";
import { FakeEngine } from "../testing/fake-engine.ts";
import { ManualTime } from "../testing/manual-time.ts";
import { decodeEngineTx, encodeBatchTx } from "./app/engine-tx.ts";
import { createCometbftConsensus } from "./cometbft-consensus.ts";
import { broadcastRetryMs, rebroadcastAfterMs } from "./limits.ts";

const { config, appState } = testEngineGenesis(1);

consensusComplianceSuite("cometbft", async (producer) => {
  const engine = new FakeEngine("chain1", appState);
  const consensus = createCometbftConsensus(
    {
      chain: emptyChain(producer),
      producer,
      verifier: noVerifier,
      engine: {
        broadcast: async () => undefined,
        signedHeader: async () => undefined,
        status: () => Promise.reject(new Error("not asked")),
      },
      abciAddress: "unix:///fake",
      appState,
      time: new ManualTime(testNow),
      onFailure: (error) => assert.fail(String(error)),
    },
    engine.listen,
  );
  let hasStarted = false;
  const settle = async (): Promise<void> => {
    if (!hasStarted) await engine.handshake();
    hasStarted = true;
    while (engine.isAttached && producer.pendingCount > 0) {
      const block = await engine.prepare(testNow);
      if (block.txs.length === 0) return;
      await engine.apply(block);
    }
  };
  return { consensus, settle };
});

/** A chain without transactions of its own, at the producer's height. */
function emptyChain(producer: BlockProducer): Chain {
  const state = encodeMessage(ChainConfigSchema, config);
  const parts: Partial<Chain> = {
    chainId: "chain1",
    config,
    ledger: {
      get lastHeight() {
        return producer.lastHeight;
      },
      lastBlockHash: new Uint8Array(32),
      getBlock: () => ({ height: 0n, blockHash: new Uint8Array(32), blockInfoBytes: emptyBytes }),
      getState: () => state,
    } as Partial<Chain["ledger"]> as Chain["ledger"],
    pool: { find: () => undefined, txIds: () => [] } as Partial<Chain["pool"]> as Chain["pool"],
    onAdmit: () => () => undefined,
    onBlock: () => () => undefined,
  };
  return parts as Chain;
}

const noVerifier: BlockVerifier = { verify: () => assert.fail("own proposals are not verified again") };

/** A node whose batches are kept by the test. */
async function openSender() {
  const time = new ManualTime(testNow);
  const engine = new FakeEngine("chain1", appState);
  const sent: Uint8Array[] = [];
  const failures: Error[] = [];
  const broadcast = async (batch: Uint8Array): Promise<void> => {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
    sent.push(batch);
  };
  const node = await openEngineNode({ index: 0, engine, appState, config, time, broadcast });
  await engine.handshake();
  const counts = (): number[] =>
    sent.map((batch) => {
      const decoded = decodeEngineTx(batch);
      return decoded?.kind === "batch" ? decoded.requests.length : 0;
    });
  return { ...node, time, sent, failures, counts };
}

test("what clients send within a few milliseconds travels as one batch", async () => {
  const { chain, time, counts } = await openSender();
  chain.send(installTx("alpha"));
  await time.pass(4);
  for (let i = 0; i < 5; i++) chain.send(callTx(`t${i}`, "put", { key: "a", value: "b" }));
  assert.deepEqual(counts(), []);
  await time.pass(1);
  assert.deepEqual(counts(), [6]);
});

test("a full batch does not wait", async () => {
  const { chain, time, counts } = await openSender();
  for (let i = 0; i < 199; i++) chain.send(callTx(`t${i}`, "put", { key: "a", value: "b" }));
  await time.pass(0);
  assert.deepEqual(counts(), []);
  chain.send(callTx("t199", "put", { key: "a", value: "b" }));
  await time.pass(0);
  assert.deepEqual(counts(), [200]);
});

test("a transaction that no batch can carry is refused at the door", async () => {
  const { chain } = await openSender();
  chain.producer.intake.txBytesMax = 5000;
  const admit = (size: number): string | undefined =>
    chain.chain.admit(callTx(`t${size}`, "put", { key: "a", value: "x".repeat(size) }))?.message;
  assert.equal(admit(1000), undefined);
  assert.match(admit(5000) ?? "", /larger than 5000 bytes/);
});

test("a client above what the network commits is refused with a code, peers and administrators are not", async () => {
  const { chain } = await openSender();
  const admit = (id: string, source: "client" | "peer"): string | undefined =>
    chain.chain.admit(callTx(id, "put", { key: "a", value: "b" }), source)?.message;
  for (let i = 0; i < 200; i++) assert.equal(admit(`t${i}`, "client"), undefined);
  assert.match(admit("t200", "client") ?? "", /TxPool is full/);
  assert.equal(admit("t201", "peer"), undefined);
  chain.send(installTx("alpha"));
});

test("a batch for which the engine has no room is sent again", async () => {
  const { chain, time, counts, failures } = await openSender();
  const text = { message: "full", advice: "" };
  failures.push(new CodedError("CONSENSUS_ENGINE_FULL", { retryable: true, en: text, zh: text }, {}));
  chain.send(installTx("alpha"));
  await time.pass(5);
  assert.deepEqual(counts(), []);
  await time.pass(broadcastRetryMs);
  assert.deepEqual(counts(), [1]);
});

test("what waits while nothing moves is sent anew, as another engine transaction", async () => {
  const { chain, time, counts, sent } = await openSender();
  chain.send(installTx("alpha"));
  await time.pass(5);
  await time.pass(rebroadcastAfterMs);
  assert.deepEqual(counts(), [1, 1]);
  assert.notDeepEqual(sent[0], sent[1]);
});

test("a peer's batch enters the pool once, and stays with the engine as long as any of it waits", async () => {
  const sender = await openSender();
  const peer = await openSender();
  sender.chain.send(installTx("alpha"));
  await sender.time.pass(5);
  const [batch] = sender.sent;
  assert.ok(batch !== undefined);
  assert.equal(await peer.engine.checkTx(batch), true);
  await peer.time.pass(100);
  assert.deepEqual([peer.chain.producer.pendingCount, peer.sent.length], [1, 0]);
  const block = await peer.engine.prepare(testNow);
  assert.equal(peer.engine.mempool.size, 1);
  await peer.engine.apply(block);
  assert.equal(peer.engine.mempool.size, 0);
  assert.equal(await peer.engine.checkTx(batch), false);
});

/** A request of the same id with other bytes: a member's own that nobody else has. */
function forgedRequest(txId: string, size: number): Uint8Array {
  return callTx(txId, "put", { key: "other", value: "x".repeat(size) }).toRequestBytes();
}

test("other bytes under ids that wait are refused, alone and in a crowd", async () => {
  const { chain, engine } = await openSender();
  const waiting = callTx("t1", "put", { key: "a", value: "b" });
  chain.send(waiting);
  assert.equal(await engine.checkTx(encodeBatchTx([forgedRequest("t1", 10)], 0)), false);
  const megabyte = forgedRequest("t1", 1_000_000);
  let taken = 0;
  for (let attempt = 0; attempt < 40; attempt++)
    if (await engine.checkTx(encodeBatchTx([waiting.toRequestBytes(), megabyte], attempt))) taken++;
  assert.equal(taken, 16);
  // What brings something new and nothing else is let in all the same.
  assert.equal(
    await engine.checkTx(encodeBatchTx([callTx("t2", "put", { key: "a", value: "c" }).toRequestBytes()], 0)),
    true,
  );
  assert.equal(chain.producer.pendingCount, 2);
});

test("one transaction cannot fill the mempool by being sent over and over; with its block there is room again", async () => {
  const { chain, engine } = await openSender();
  chain.send(installTx("alpha"));
  await engine.apply(await engine.prepare(testNow));
  const requestOf = (txId: string) => callTx(txId, "put", { key: "a", value: "x".repeat(1_000_000) }).toRequestBytes();
  const [first, second] = [requestOf("t1"), requestOf("t2")];
  const sendOver = async (request: Uint8Array): Promise<number> => {
    let taken = 0;
    for (let attempt = 0; attempt < 40; attempt++) if (await engine.checkTx(encodeBatchTx([request], attempt))) taken++;
    return taken;
  };
  assert.equal(await sendOver(first), 17);
  await engine.apply(await engine.prepare(testNow, 10_000_000n));
  assert.equal(engine.mempool.size, 0);
  assert.equal(await sendOver(second), 17);
  // An engine that starts again has an empty mempool.
  engine.crash(false);
  engine.reconnected();
  assert.equal(await sendOver(second), 17);
});

test("a batch of refused or foreign transactions is refused", async () => {
  const { chain, engine } = await openSender();
  assert.equal(await engine.checkTx(Uint8Array.of(2, 0, 1, 0xff)), false);
  assert.equal(await engine.checkTx(Uint8Array.of(1, 2, 3)), false);
  assert.equal(chain.producer.pendingCount, 0);
});

test("a block that cannot be stored for now is stored later, and the engine waits", async () => {
  const time = new ManualTime(testNow);
  const engine = new FakeEngine("chain1", appState);
  const text = { message: "", advice: "" };
  let failuresLeft = 2;
  const node = await openEngineNode({
    index: 0,
    engine,
    appState,
    config,
    time,
    alter: (chain) => {
      const { ledger } = chain;
      const commit = ledger.commit.bind(ledger);
      ledger.commit = async (block) => {
        if (failuresLeft-- > 0) throw new CodedError("STORAGE_DISK_FULL", { retryable: true, en: text, zh: text }, {});
        await commit(block);
      };
      return chain;
    },
  });
  await engine.handshake();
  node.chain.send(installTx("alpha"));
  const block: { readonly txs: readonly Uint8Array[] } = await engine.prepare(testNow);
  const applied = engine.apply({ height: 1n, txs: block.txs, seconds: testNow });
  await time.pass(999);
  assert.equal(node.chain.ledger.lastHeight, 0n);
  await time.pass(1001);
  await applied;
  assert.deepEqual([node.chain.ledger.lastHeight, node.failures], [1n, []]);
});

test("it starts once, and again after a stop", async () => {
  const { consensus, engine } = await openSender();
  await assert.rejects(consensus.start(), { code: "CONSENSUS_ALREADY_STARTED" });
  await consensus.stop();
  assert.equal(engine.isAttached, false);
  await consensus.start();
  await engine.handshake();
  await consensus.stop();
});
