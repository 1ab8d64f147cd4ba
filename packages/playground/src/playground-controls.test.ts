import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import type { CodedError } from "@yanta/errors";
import type { LogLine } from "./interface.ts";
import { copyFiles, fact, find, open, outcomeOf, save } from "./testing/fact-playground.ts";
import { WorkerInProcess } from "./headless/worker-in-process.ts";
import { createMemoryFiles } from "./worker/playground-files.ts";

describe("the controls of a playground", () => {
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
});
