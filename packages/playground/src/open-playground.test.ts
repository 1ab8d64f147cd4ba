import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToUtf8 } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import { MemorySyncFile } from "@yanta/storage";
import { buildScript } from "@yanta/vm/testing";
import type { BlockView, EventView } from "./interface.ts";
import { openPlayground } from "./open-playground.ts";
import { decodeChainFile, encodeChainFile } from "./replay/chain-file.ts";
import { copyFiles, fact, find, open, outcomeOf, save } from "./testing/fact-playground.ts";
import { LimitedFile } from "./testing/limited-file.ts";
import { WorkerInProcess } from "./headless/worker-in-process.ts";
import { createMemoryFiles, type PlaygroundFiles } from "./worker/playground-files.ts";

/** The dump with the keys of other organisations. */
function swapNetwork(dump: Uint8Array, files: PlaygroundFiles): Uint8Array {
  const stored = (files.network as MemorySyncFile).content().subarray(32);
  return encodeChainFile({ ...decodeChainFile(dump), network: JSON.parse(bytesToUtf8(stored)) });
}

describe("a playground", () => {
  it("installs, saves, queries and tells of blocks and events", async () => {
    const playground = await open(new WorkerInProcess());
    assert.equal(playground.info.isNew, true);
    assert.equal(playground.info.members.length, 16);
    const blocks: BlockView[] = [];
    playground.onBlock((block) => blocks.push(block));

    const installed = await playground.install(fact);
    assert.equal(installed.kind, "committed");
    assert.equal(outcomeOf(installed), "committed 0");
    const saved = await save(playground, "a");
    assert.ok(saved.kind === "committed" && saved.code === 0);
    assert.match(await find(playground, "a"), /a\.txt/);
    assert.equal(await find(playground, "b"), "");

    assert.deepEqual(
      blocks.map(({ height }) => height),
      [1n, 2n],
    );
    assert.equal(blocks[1]?.previousHash, blocks[0]?.hash);
    assert.deepEqual(await playground.getBlock(2n), blocks[1]);
    assert.equal(await playground.getBlock(3n), undefined);
    assert.deepEqual(await playground.getTransaction(saved.txId), blocks[1]?.txs[0]);
    assert.equal(await playground.getTransaction("nobody"), undefined);
    assert.deepEqual(await playground.verify(), await playground.getTip());
    await playground.close();
  });

  it("tells of a contract's events until the listener is removed", async () => {
    const playground = await open(new WorkerInProcess());
    const texts = { topic: "sealed", data0: "first", data1: "second" };
    const body = Object.entries(texts).map(([key, value]) => ({ key, type: "string", value }) as const);
    const emitter = buildScript([{ method: "EmitEvent", body }]);
    assert.equal(outcomeOf(await playground.install({ ...fact, name: "emitter", bytecode: emitter })), "committed 0");
    const events: EventView[] = [];
    const stopEvents = playground.onEvent((event) => events.push(event));
    const sent = await playground.send({ contract: "emitter", method: "run" });
    assert.deepEqual(events, [{ txId: sent.txId, contract: "emitter", topic: "sealed", data: ["first", "second"] }]);
    stopEvents();
    await playground.send({ contract: "emitter", method: "run" });
    assert.equal(events.length, 1);
    await playground.close();
  });

  it("reads state by key, field and prefix", async () => {
    const playground = await open(new WorkerInProcess());
    await playground.install(fact);
    await save(playground, "a");
    await save(playground, "b");
    const rows = await playground.listState({ contract: "fact" });
    assert.ok(rows.length >= 2);
    const [first] = rows;
    const [key = "", field = ""] = first?.key.split("#") ?? [];
    assert.deepEqual(await playground.getState({ contract: "fact", key, field }), first?.value);
    assert.deepEqual(await playground.getState({ contract: "fact", key: first?.key ?? "" }), first?.value);
    assert.equal(await playground.getState({ contract: "fact", key: "none" }), undefined);
    assert.deepEqual(await playground.listState({ contract: "fact", prefix: first?.key ?? "", limit: 1 }), [first]);
    assert.equal((await playground.listState({ contract: "fact", limit: 1 })).length, 1);
    await playground.close();
  });

  it("says what is refused and what failed, in ChainMaker's codes", async () => {
    const playground = await open(new WorkerInProcess());
    const missing = await playground.send({ contract: "nothing", method: "do" });
    assert.equal(outcomeOf(missing), "committed 11");
    const freeze = { contract: "CONTRACT_MANAGE", method: "FREEZE_CONTRACT", parameters: { CONTRACT_NAME: "fact" } };
    const refused = await playground.send(freeze);
    assert.equal(refused.kind, "refused");
    const endorsers = playground.info.members.filter(({ name }) => name === "admin1");
    const [sender] = endorsers;
    assert.ok(sender !== undefined);
    assert.equal((await playground.send({ ...freeze, sender, endorsers })).kind, "committed");
    const stranger = { orgId: "wx-org9.chainmaker.org", name: "admin1" };
    await assert.rejects(playground.send({ contract: "a", method: "b", sender: stranger }), {
      code: "PLAYGROUND_MEMBER_UNKNOWN",
      details: stranger,
    });
    const failed = await playground.query({ contract: "nothing", method: "do" });
    assert.notEqual(failed.code, 0);
    await playground.close();
  });

  it("goes on where it was, with the same keys, or begins anew", async () => {
    const files = createMemoryFiles();
    const first = await open(new WorkerInProcess(files));
    await first.install(fact);
    await save(first, "a");
    const tip = await first.getTip();
    await first.close();
    await assert.rejects(first.getTip(), { code: "PLAYGROUND_NOT_OPEN" });

    const second = await open(new WorkerInProcess(files));
    assert.deepEqual([second.info.isNew, second.info.tip], [false, tip]);
    assert.equal(outcomeOf(await save(second, "b")), "committed 0");
    await second.close();

    const third = await open(new WorkerInProcess(files), { start: "new" });
    assert.deepEqual([third.info.isNew, third.info.tip.height], [true, 0n]);
    assert.equal(await find(third, "a"), "");
    await third.close();
  });

  it("a crash while a playground is made or removed leaves a whole one or none", async () => {
    const files = createMemoryFiles();
    const playground = await open(new WorkerInProcess(files));
    await playground.install(fact);
    const network = (files.network as MemorySyncFile).content();

    // While the keys were written, there were no blocks.
    const half = { ...createMemoryFiles(), network: new MemorySyncFile(network.subarray(0, 500)) };
    const fresh = await open(new WorkerInProcess(half));
    assert.equal(fresh.info.isNew, true);
    await fresh.close();

    // While it was removed, the keys went first.
    const removed = { ...copyFiles(files), network: new MemorySyncFile() };
    const anew = await open(new WorkerInProcess(removed));
    assert.deepEqual([anew.info.isNew, anew.info.tip.height], [true, 0n]);
    await anew.close();

    const damaged = { ...copyFiles(files), network: new MemorySyncFile(network.subarray(0, 500)) };
    await assert.rejects(open(new WorkerInProcess(damaged)), { code: "PLAYGROUND_DAMAGED" });
    await playground.close();
  });

  it("finds stored blocks that were changed, and blocks of other organisations", async () => {
    const [first, second] = [new WorkerInProcess(), new WorkerInProcess()];
    for (const worker of [first, second]) {
      const playground = await open(worker);
      for (let i = 0; i < 3; i++) await playground.send({ contract: "nothing", method: "do" });
      await playground.close();
    }
    const changed = copyFiles({ ...first.files, images: createMemoryFiles().images });
    changed.blocks.write(new Uint8Array([1]), { at: changed.blocks.getSize() >> 1 });
    await assert.rejects(open(new WorkerInProcess(changed)), { code: "STORAGE_LOG_DAMAGED" });

    const mixed = await open(new WorkerInProcess({ ...first.files, network: second.files.network }));
    await assert.rejects(mixed.verify(), { code: "PLAYGROUND_LOG_FOREIGN" });
    await mixed.close();
  });

  it("goes on from a dump, in place of what was stored", async () => {
    const first = await open(new WorkerInProcess());
    await first.install(fact);
    await save(first, "a");
    const [dump, log, tip] = [await first.dump(), await first.exportLog(), await first.getTip()];
    await first.close();

    const files = createMemoryFiles();
    const before = await open(new WorkerInProcess(files));
    await before.send({ contract: "nothing", method: "do" });
    const kept = await before.getTip();
    await before.close();
    for (const [load, code] of [
      [log, "PLAYGROUND_LOG_WITHOUT_KEYS"],
      [dump.subarray(0, 1000), "PLAYGROUND_LOG_BROKEN"],
      [swapNetwork(dump, files), "PLAYGROUND_LOG_FOREIGN"],
    ] as const)
      await assert.rejects(open(new WorkerInProcess(files), { load }), { code });
    const same = await open(new WorkerInProcess(files));
    assert.deepEqual(same.info.tip, kept);
    await same.close();

    const second = await open(new WorkerInProcess(files), { load: dump });
    assert.deepEqual([second.info.isNew, second.info.tip], [false, tip]);
    assert.match(await find(second, "a"), /a\.txt/);
    await save(second, "b");
    const after = await second.verify();
    await second.close();
    const third = await open(new WorkerInProcess(files));
    assert.deepEqual(third.info.tip, after);
    await third.close();
  });

  it("keeps what was stored when there is no room for a dump, and says so", async () => {
    const first = await open(new WorkerInProcess());
    await first.install(fact);
    const dump = await first.dump();
    await first.close();
    const files = createMemoryFiles();
    const small = await open(new WorkerInProcess(files));
    const { tip } = small.info;
    await small.close();
    const content = (files.blocks as MemorySyncFile).content();
    const blocks = new LimitedFile(content, content.length + 100);
    const limited = { ...files, blocks };
    await assert.rejects(open(new WorkerInProcess(limited), { load: dump }), { code: "STORAGE_DISK_FULL" });
    const again = await open(new WorkerInProcess(limited));
    assert.deepEqual(again.info.tip, tip);
    await again.close();
    const none = { ...createMemoryFiles(), network: new LimitedFile(new Uint8Array(0), 100) };
    await assert.rejects(open(new WorkerInProcess(none)), { code: "STORAGE_DISK_FULL" });
  });

  it("refuses names that cannot be folders, and a Worker that fails", async () => {
    for (const name of ["", "../x", "A", "a".repeat(41)])
      await assert.rejects(open(new WorkerInProcess(), { name }), { code: "PLAYGROUND_NAME_INVALID" });
    const worker = new WorkerInProcess();
    const failed = openPlayground({ worker: worker.asWorker() });
    worker.dispatchEvent(Object.assign(new Event("error"), { message: "boom" }));
    await assert.rejects(failed, { code: "PLAYGROUND_WORKER_FAILED" });
    assert.equal(worker.isTerminated, true);
  });

  it("errors keep code, details and advice on their way", async () => {
    const playground = await open(new WorkerInProcess());
    await assert.rejects(playground.revert(7), (error: unknown) => {
      assert.ok(error instanceof CodedError);
      assert.deepEqual([error.code, error.details], ["DEV_CHAIN_SNAPSHOT_UNKNOWN", { id: 7 }]);
      assert.match(error.explain("zh").message, /快照 7/);
      return true;
    });
    await playground.close();
  });
});
