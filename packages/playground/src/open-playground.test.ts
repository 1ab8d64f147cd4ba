import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import { MemorySyncFile } from "@yanta/storage";
import { buildScript } from "@yanta/vm/testing";
import type { BlockView, EventView, LogLine, Playground, SendOutcome } from "./interface.ts";
import { openPlayground, type OpenPlaygroundOptions } from "./open-playground.ts";
import { decodeChainFile, encodeChainFile } from "./replay/chain-file.ts";
import { LimitedFile } from "./testing/limited-file.ts";
import { WorkerInProcess } from "./testing/worker-in-process.ts";
import { createMemoryFiles, type PlaygroundFiles } from "./worker/playground-files.ts";

const bytecode = readFileSync(
  new URL("../../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url),
);
const fact = { name: "fact", version: "1.0", runtime: "WASMER", bytecode };

function open(worker: WorkerInProcess, options: Partial<OpenPlaygroundOptions> = {}): Promise<Playground> {
  return openPlayground({ worker: worker.asWorker(), ...options });
}

function save(playground: Playground, name: string): Promise<SendOutcome> {
  const parameters = { file_hash: name, file_name: `${name}.txt`, time: "1" };
  return playground.send({ contract: "fact", method: "save", parameters });
}

async function find(playground: Playground, name: string): Promise<string> {
  const answer = await playground.query({
    contract: "fact",
    method: "find_by_file_hash",
    parameters: { file_hash: name },
  });
  return bytesToUtf8(answer.result);
}

/** The files as a killed tab leaves them. */
function copyFiles({ network, blocks, images: [first, second] }: PlaygroundFiles): PlaygroundFiles {
  const copy = (file: PlaygroundFiles["blocks"]): MemorySyncFile =>
    new MemorySyncFile((file as MemorySyncFile).content());
  return { network: copy(network), blocks: copy(blocks), images: [copy(first), copy(second)] };
}

/** `committed 0`, `refused 4`, `waiting`. */
function outcomeOf(outcome: SendOutcome): string {
  return outcome.kind === "waiting" ? outcome.kind : `${outcome.kind} ${outcome.code}`;
}

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

  it("goes back to snapshots and to its beginning", async () => {
    const worker = new WorkerInProcess();
    const playground = await open(worker);
    await playground.install(fact);
    const atInstall = await playground.getTip();
    const first = (await playground.snapshot()).id;
    await save(playground, "a");
    const second = (await playground.snapshot()).id;
    await save(playground, "b");
    assert.equal((await playground.revert(second)).height, 2n);
    assert.deepEqual(
      [await find(playground, "a"), await find(playground, "b")].map((text) => text !== ""),
      [true, false],
    );
    await save(playground, "b");
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(await playground.revert(first), atInstall);
      await save(playground, `round${round}`);
    }
    await assert.rejects(playground.revert(second), { code: "DEV_CHAIN_SNAPSHOT_UNKNOWN" });
    assert.equal((await playground.verify()).height, 2n);
    const again = await open(new WorkerInProcess(copyFiles(worker.files)));
    assert.deepEqual(await again.getTip(), await playground.getTip());
    await again.close();
    const reset = await playground.reset();
    assert.equal(reset.height, 0n);
    assert.equal(outcomeOf(await playground.install(fact)), "committed 0");
    await playground.close();
  });

  it("transactions under way when the chain goes back are sent again", async () => {
    const playground = await open(new WorkerInProcess());
    await playground.install(fact);
    const { id } = await playground.snapshot();
    const outcomes = await Promise.allSettled([
      save(playground, "a"),
      save(playground, "b"),
      playground.revert(id),
      save(playground, "c"),
    ]);
    assert.deepEqual(
      outcomes.slice(2).map(({ status }) => status),
      ["fulfilled", "fulfilled"],
    );
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") assert.equal((outcome.reason as CodedError).code, "CHAIN_WENT_BACK");
    }
    assert.match(await find(playground, "c"), /c\.txt/);
    await playground.verify();
    await playground.close();
  });

  it("moves its clock, and goes on from there when it is opened again", async () => {
    const files = createMemoryFiles();
    const playground = await open(new WorkerInProcess(files));
    await playground.install(fact);
    const { timestamp } = await playground.getTip();
    const { id } = await playground.snapshot();
    const later = timestamp + 86_400n * 365n;
    assert.equal((await playground.setTime(later)).now, later);
    assert.equal(outcomeOf(await save(playground, "a")), "committed 0");
    const { height, timestamp: moved } = await playground.getTip();
    assert.ok(moved >= later && moved < later + 60n);
    await playground.setNextBlockTime(moved + 1000n);
    const second = await save(playground, "b");
    assert.ok(second.kind === "committed");
    assert.equal((await playground.getBlock(second.height))?.timestamp, moved + 1000n);
    await playground.increaseTime(500n);
    assert.ok((await playground.time()).now >= moved + 1500n);
    await assert.rejects(playground.setTime(timestamp), { code: "DEV_CHAIN_TIME_BEFORE_HEAD" });
    await playground.setBlockInterval(7n);
    await playground.mine({ blocks: 3 });
    assert.equal((await playground.getTip()).timestamp, moved + 1021n);
    assert.equal((await playground.getTip()).height, height + 4n);
    const last = await playground.verify();
    await playground.close();

    const again = await open(new WorkerInProcess(files));
    assert.ok((await again.time()).now >= last.timestamp);
    assert.equal(outcomeOf(await save(again, "c")), "committed 0");
    // Snapshots live as long as the Worker.
    await assert.rejects(again.revert(id), { code: "DEV_CHAIN_SNAPSHOT_UNKNOWN" });
    assert.equal((await again.revertToHeight(1n)).height, 1n);
    await again.close();
  });

  it("makes blocks when it is told", async () => {
    const playground = await open(new WorkerInProcess());
    await playground.install(fact);
    assert.deepEqual(await playground.mining(), { kind: "auto" });
    await playground.setMining({ kind: "manual" });
    const [first, second] = [await save(playground, "a"), await save(playground, "b")];
    assert.deepEqual([first.kind, second.kind], ["waiting", "waiting"]);
    assert.equal(await playground.drop(second.txId), true);
    assert.equal(await playground.drop(second.txId), false);
    assert.equal((await playground.mine()).height, 2n);
    assert.deepEqual(
      (await playground.getBlock(2n))?.txs.map(({ txId }) => txId),
      [first.txId],
    );
    assert.equal((await playground.mine({ blocks: 2, intervalSeconds: 10n })).height, 4n);
    await assert.rejects(playground.mine({ blocks: 0 }), { code: "DEV_CHAIN_MINE_TOO_MANY" });
    const made = new Promise((resolve) => playground.onBlock(resolve));
    await playground.setMining({ kind: "interval", intervalMs: 5 });
    await made;
    await playground.setMining({ kind: "auto" });
    await playground.verify();
    await playground.close();
  });

  it("sets state in a block that others execute, and takes over another chain's state", async () => {
    const playground = await open(new WorkerInProcess());
    await playground.install(fact);
    const [key, field] = ["balance", "塔"];
    await playground.setState([{ contract: "fact", key, field, value: "100" }]);
    assert.deepEqual(await playground.getState({ contract: "fact", key, field }), utf8ToBytes("100"));
    await assert.rejects(playground.setState([{ contract: "CHAIN_CONFIG", key: "CHAIN_CONFIG", value: "x" }]), {
      code: "DEV_CHAIN_STATE_REFUSED",
    });
    await playground.verify();
    const other = await open(new WorkerInProcess());
    const report = await other.loadState(await playground.dumpState());
    assert.ok(report.written > 0 && report.skipped > 0);
    assert.equal(bytesToUtf8((await other.getState({ contract: "fact", key, field })) ?? new Uint8Array(0)), "100");
    assert.equal(outcomeOf(await save(other, "a")), "committed 0");
    await other.verify();
    for (const each of [playground, other]) await each.close();
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

  it("tells what contracts log, and what a transaction did", async () => {
    const playground = await open(new WorkerInProcess());
    await playground.install(fact);
    const lines: LogLine[] = [];
    const stop = playground.onLog((line) => lines.push(line));
    await save(playground, "a");
    const search = { contract: "fact", method: "find_by_file_hash", parameters: { file_hash: "a" } };
    const { txId } = await playground.send(search);
    assert.deepEqual(lines[0], { txId, contract: "fact", text: "get bytes data" });
    const trace = await playground.trace({ txId });
    assert.ok(trace.kind === "trace" && trace.call !== undefined);
    const texts = trace.call.steps.flatMap((step) => (step.kind === "host-call" ? step.steps : [step]));
    assert.deepEqual(
      texts.flatMap((step) => (step.kind === "log" ? [step.text] : [])),
      lines.map(({ text }) => text),
    );
    const { length } = lines;
    stop();
    await playground.send(search);
    assert.equal(lines.length, length);
    assert.equal((await playground.trace({ txId: "nothing" })).kind, "unknown");
    await playground.close();
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
