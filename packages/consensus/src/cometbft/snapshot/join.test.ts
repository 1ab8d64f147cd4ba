import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { callTx, installTx, testNow } from "@yanta/chain/testing";
import { openMemoryLedger } from "@yanta/storage";
import { type EngineNode, openEngineNode, testEngineGenesis } from "../../testing/engine-node.ts";
import { FakeEngine } from "../../testing/fake-engine.ts";
import { ManualTime } from "../../testing/manual-time.ts";
import { readEngineData } from "../app/engine-data.ts";
import { encodeFrame } from "./snapshot-frame.ts";
import { SnapshotSource } from "./snapshot-source.ts";

const { config, appState } = testEngineGenesis(4);
const folder = mkdtempSync(join(tmpdir(), "yanta-join-"));
after(() => rmSync(folder, { recursive: true }));

async function openNode(
  index: number,
  ledger = openMemoryLedger({ chainId: "chain1" }),
): Promise<EngineNode & { readonly time: ManualTime }> {
  const engine = new FakeEngine("chain1", appState);
  const time = new ManualTime(testNow);
  const options = { index, appState, config, time, ledger, engine, snapshotFolder: folder };
  return { ...(await openEngineNode(options)), time };
}

/** A node whose chain has `count` blocks and an empty engine block after each. */
async function nodeWithBlocks(count: number): Promise<EngineNode> {
  const node = await openNode(0);
  await node.engine.handshake();
  node.chain.send(installTx("alpha"));
  for (let i = 0; i < count; i++) {
    if (i > 0) node.chain.send(callTx(`t${i}`, "put", { key: `k${i % 3}`, value: `v${i}` }));
    await node.engine.apply(await node.engine.prepare(testNow));
    await node.engine.apply(await node.engine.prepare(testNow));
  }
  await node.time.pass(5000);
  return node;
}

test("a newcomer takes the chain over and goes on with the others", async () => {
  const [veteran, newcomer] = [await nodeWithBlocks(12), await openNode(1)];
  assert.equal(await newcomer.engine.stateSync(veteran.engine), true);
  assert.equal(newcomer.chain.ledger.lastHeight, 11n);
  for (let height = Number(newcomer.engine.lastHeight); height < veteran.engine.disk.blocks.length; height++) {
    const block = veteran.engine.disk.blocks[height];
    if (block !== undefined) await newcomer.engine.apply(block);
  }
  veteran.chain.send(callTx("later", "bump", { key: "k0" }));
  const block = await veteran.engine.prepare(testNow);
  assert.equal(await newcomer.engine.process(block), true);
  for (const { engine } of [veteran, newcomer]) await engine.apply(block);
  for (let height = 0n; height <= 13n; height++)
    assert.deepEqual(newcomer.chain.ledger.getBlock(height), veteran.chain.ledger.getBlock(height));
  assert.deepEqual(newcomer.engine.disk.appHash, veteran.engine.disk.appHash);
  assert.deepEqual(readdirSync(folder), []);
});

test("a newcomer that was stopped while it stored the blocks goes on where it was", async () => {
  const veteran = await nodeWithBlocks(8);
  const ledger = openMemoryLedger({ chainId: "chain1" });
  const first = await openNode(1, ledger);
  const commitAll = ledger.commitAll.bind(ledger);
  ledger.commitAll = async (blocks) => {
    await commitAll(blocks.filter(({ record }) => record.height < 4n));
    throw new Error("the process is gone");
  };
  await assert.rejects(first.engine.stateSync(veteran.engine));
  assert.equal(ledger.lastHeight, 3n);
  ledger.commitAll = commitAll;
  const second = await openNode(1, ledger);
  assert.equal(await second.engine.stateSync(veteran.engine), true);
  assert.equal(ledger.lastHeight, 7n);
  assert.deepEqual(ledger.getState("alpha", "k0"), veteran.chain.ledger.getStateAt("alpha", "k0", 7n));
});

test("a newcomer that was stopped after it stored all blocks, before its engine noted it, goes on", async () => {
  const veteran = await nodeWithBlocks(8);
  const ledger = openMemoryLedger({ chainId: "chain1" });
  const first = await openNode(1, ledger);
  assert.equal(await first.engine.stateSync(veteran.engine), true);
  const second = await openNode(1, ledger);
  assert.equal(await second.engine.stateSync(veteran.engine), true);
  assert.equal(ledger.lastHeight, 7n);
  for (const block of veteran.engine.disk.blocks.slice(Number(second.engine.lastHeight)))
    await second.engine.apply(block);
  assert.deepEqual(ledger.getBlock(8n), veteran.chain.ledger.getBlock(8n));
  // Another chain of that height, or one that is behind, is refused as before.
  veteran.engine.appHashes.set(15n, new Uint8Array(32));
  assert.equal(await (await openNode(1, ledger)).engine.stateSync(veteran.engine), false);
});

test("a changed byte anywhere is found, and the piece is asked for again elsewhere", async () => {
  const veteran = await nodeWithBlocks(4);
  const source = new SnapshotSource(veteran.chain.ledger);
  source.prepare();
  const size = source.chunk(5n, 0)?.length ?? 0;
  assert.ok(size > 1000);
  for (let at = 0; at < size; at += 151) {
    const newcomer = await openNode(1);
    const spoil = (chunk: Uint8Array): Uint8Array => {
      const changed = Uint8Array.from(chunk);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      return changed;
    };
    const isDone = await newcomer.engine
      .stateSync(veteran.engine, { spoil })
      .catch((error: unknown) => assert.fail(`${at}: ${String(error)}`));
    assert.ok(newcomer.notices.length > 0);
    assert.equal(newcomer.chain.ledger.lastHeight, isDone ? 3n : 0n, String(at));
  }
});

test("a cut piece, another hash and a node without a folder refuse", async () => {
  const veteran = await nodeWithBlocks(4);
  const newcomer = await openNode(1);
  const spoil = (chunk: Uint8Array): Uint8Array => chunk.subarray(0, chunk.length - 5);
  assert.equal(await newcomer.engine.stateSync(veteran.engine, { spoil }), false);
  assert.equal(newcomer.chain.ledger.lastHeight, 0n);
  veteran.engine.appHashes.set(5n, new Uint8Array(32));
  assert.equal(await newcomer.engine.stateSync(veteran.engine), false);
  const engine = new FakeEngine("chain1", appState);
  await openEngineNode({ index: 2, appState, config, time: new ManualTime(testNow), engine });
  assert.equal(await engine.stateSync(veteran.engine), false);
});

test("a length without an end is refused at its first piece", async () => {
  const [veteran, newcomer] = [await nodeWithBlocks(4), await openNode(1)];
  const endless = (chunk: Uint8Array): Uint8Array => new Uint8Array(chunk.length).fill(0x80);
  assert.equal(await newcomer.engine.stateSync(veteran.engine, { spoil: endless }), true);
  assert.ok(newcomer.notices.some((notice) => notice.includes("wrong piece")));
});

test("frames are the same on every node, whatever certificate it keeps", async () => {
  const { chain } = await nodeWithBlocks(2);
  const record = chain.ledger.getBlock(2n);
  assert.ok(record !== undefined && readEngineData(record) !== undefined);
  const frame = encodeFrame(chain.ledger, record);
  assert.equal(frame.length, 32 + record.blockInfoBytes.length);
});
