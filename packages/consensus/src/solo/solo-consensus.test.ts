import assert from "node:assert/strict";
import { test } from "node:test";
import { CodedError } from "@yanta/errors";
import { consensusComplianceSuite } from "../testing/consensus-compliance.ts";
import { FakeProducer } from "../testing/fake-producer.ts";
import { ManualTime } from "../testing/manual-time.ts";
import { createSoloConsensus } from "./solo-consensus.ts";

consensusComplianceSuite("solo", async (producer) => {
  const time = new ManualTime(1000n);
  const consensus = createSoloConsensus({ producer, time, onFailure: (error) => assert.fail(String(error)) });
  return { consensus, settle: () => time.pass(1000) };
});

function started(): {
  readonly producer: FakeProducer;
  readonly time: ManualTime;
  readonly failures: unknown[];
  readonly consensus: ReturnType<typeof createSoloConsensus>;
} {
  const producer = new FakeProducer();
  const time = new ManualTime(1000n);
  const failures: unknown[] = [];
  const consensus = createSoloConsensus({ producer, time, onFailure: (error) => failures.push(error) });
  return { producer, time, failures, consensus };
}

test("an idle chain makes its block at once, with the time of the clock", async () => {
  const { producer, time, consensus } = started();
  await consensus.start();
  await time.pass(2500);
  producer.arrive(1);
  await time.pass(0);
  assert.deepEqual(producer.log, ["propose 1", "commit 1"]);
  assert.deepEqual(producer.timestamps, [1002n]);
});

test("the next block waits for the interval", async () => {
  const { producer, time, consensus } = started();
  await consensus.start();
  producer.arrive(1);
  await time.pass(0);
  producer.arrive(2);
  await time.pass(9);
  assert.equal(producer.lastHeight, 1n);
  producer.arrive(1);
  await time.pass(1);
  assert.deepEqual(producer.log, ["propose 1", "commit 1", "propose 3", "commit 2"]);
});

test("a full block does not wait", async () => {
  const { producer, time, consensus } = started();
  await consensus.start();
  producer.arrive(1);
  await time.pass(0);
  producer.arrive(producer.blockCapacity);
  await time.pass(0);
  assert.equal(producer.lastHeight, 2n);
});

test("while many transactions come, a block gathers them for some intervals, and no longer", async () => {
  const { producer, time, consensus } = started();
  producer.blockCapacity = 100;
  await consensus.start();
  producer.arrive(1);
  await time.pass(0);
  for (let ms = 0; ms < 27; ms++) {
    producer.arrive(2);
    await time.pass(1);
  }
  assert.equal(producer.lastHeight, 1n);
  await time.pass(3);
  assert.deepEqual(producer.log.slice(2), ["propose 54", "commit 2"]);
});

test("a block does not gather any longer once none come, nor when it is full", async () => {
  const { producer, time, consensus } = started();
  producer.blockCapacity = 100;
  await consensus.start();
  producer.arrive(1);
  await time.pass(0);
  producer.arrive(30);
  await time.pass(10);
  assert.equal(producer.lastHeight, 1n);
  producer.arrive(1);
  await time.pass(3);
  assert.equal(producer.lastHeight, 1n);
  await time.pass(3);
  assert.deepEqual(producer.log.slice(2), ["propose 31", "commit 2"]);
  producer.arrive(99);
  await time.pass(10);
  assert.equal(producer.lastHeight, 2n);
  producer.arrive(1);
  await time.pass(0);
  assert.deepEqual(producer.log.slice(4), ["propose 100", "commit 3"]);
});

test("one that comes late does not make a block wait whose transactions came slowly", async () => {
  const { producer, time, consensus } = started();
  producer.blockCapacity = 100;
  await consensus.start();
  producer.arrive(1);
  await time.pass(0);
  producer.arrive(12);
  await time.pass(10);
  producer.arrive(1);
  await time.pass(3);
  assert.equal(producer.lastHeight, 1n);
  producer.arrive(1);
  await time.pass(3);
  assert.deepEqual(producer.log.slice(2), ["propose 14", "commit 2"]);
});

test("a few transactions an interval do not make a block wait", async () => {
  const { producer, time, consensus } = started();
  await consensus.start();
  producer.arrive(1);
  await time.pass(0);
  producer.arrive(9);
  await time.pass(10);
  assert.deepEqual(producer.log.slice(2), ["propose 9", "commit 2"]);
});

test("a proposal without a good transaction does not block the next one", async () => {
  const { producer, time, consensus } = started();
  await consensus.start();
  producer.invalidCount = 2;
  producer.arrive(2);
  await time.pass(100);
  assert.deepEqual([producer.lastHeight, producer.pendingCount], [0n, 0]);
  producer.arrive(1);
  await time.pass(100);
  assert.equal(producer.lastHeight, 1n);
});

test("a failed commit stops the engine and is reported once", async () => {
  const { producer, time, failures, consensus } = started();
  await consensus.start();
  const failure = new Error("the disk is full");
  producer.failure = failure;
  producer.arrive(3);
  await time.pass(1000);
  producer.arrive(10);
  await time.pass(1000);
  assert.deepEqual(failures, [failure]);
  assert.deepEqual([producer.lastHeight, producer.pendingCount, time.timerCount], [0n, 13, 0]);
  await consensus.stop();
});

test("a commit that may succeed later is told and tried again after a pause, also when a full block waits", async () => {
  const producer = new FakeProducer();
  const time = new ManualTime(1000n);
  const stalls: string[] = [];
  const onStall = ({ code }: CodedError): void => void stalls.push(code);
  const consensus = createSoloConsensus({ producer, time, onFailure: (error) => assert.fail(String(error)), onStall });
  await consensus.start();
  const text = { message: "", advice: "" };
  producer.failure = new CodedError("STORAGE_DISK_FULL", { retryable: true, en: text, zh: text }, {});
  producer.arrive(3);
  await time.pass(0);
  producer.arrive(producer.blockCapacity);
  await time.pass(999);
  assert.deepEqual([stalls, producer.lastHeight], [["STORAGE_DISK_FULL"], 0n]);
  await time.pass(1);
  assert.deepEqual([stalls.length, producer.lastHeight], [1, 1n]);
  await consensus.stop();
});

test("it starts once, and again after a stop", async () => {
  const { producer, time, consensus } = started();
  await consensus.start();
  await assert.rejects(consensus.start(), (error: CodedError) => error.code === "CONSENSUS_ALREADY_STARTED");
  await consensus.stop();
  producer.arrive(1);
  await time.pass(100);
  assert.equal(producer.lastHeight, 0n);
  await consensus.start();
  await time.pass(0);
  assert.equal(producer.lastHeight, 1n);
  await consensus.stop();
});

function mining() {
  const { producer, time, failures } = started();
  const consensus = createSoloConsensus({
    producer,
    time,
    onFailure: (error) => failures.push(error),
    proposeEmpty: (unixSeconds) => producer.proposeEmpty(unixSeconds),
  });
  return { producer, time, failures, consensus };
}

test("by hand: blocks come when asked, with what waits or empty", async () => {
  const { producer, time, consensus } = mining();
  await consensus.start();
  consensus.setMining({ kind: "manual" });
  producer.arrive(12);
  await time.pass(10_000);
  assert.deepEqual(producer.log, []);
  await consensus.betweenBlocks(async (mine) => {
    await mine();
    await mine();
    await mine();
  });
  assert.deepEqual(producer.log, ["propose 10", "commit 1", "propose 2", "commit 2", "propose 0", "commit 3"]);
  producer.arrive(1);
  consensus.setMining({ kind: "auto" });
  await time.pass(100);
  assert.deepEqual(producer.log.slice(6), ["propose 1", "commit 4"]);
  await consensus.stop();
});

test("by interval: a block each time, empty or not", async () => {
  const { producer, time, consensus } = mining();
  await consensus.start();
  consensus.setMining({ kind: "interval", intervalMs: 1000 });
  producer.arrive(1);
  await time.pass(999);
  assert.deepEqual(producer.log, []);
  await time.pass(2001);
  assert.deepEqual(producer.log, ["propose 1", "commit 1", "propose 0", "commit 2", "propose 0", "commit 3"]);
  await consensus.stop();
});

test("actions between blocks wait for the block in flight and for each other, and hold back new blocks", async () => {
  const { producer, time, consensus } = mining();
  await consensus.start();
  const gate = Promise.withResolvers<void>();
  producer.gate = gate.promise;
  producer.arrive(1);
  await time.pass(0);
  const action = (name: string) =>
    consensus.betweenBlocks(async () => {
      producer.log.push(`${name} begins`);
      producer.arrive(1);
      await time.pass(50);
      producer.log.push(`${name} ends`);
    });
  const both = [action("one"), action("two")];
  gate.resolve();
  await Promise.all(both);
  await time.pass(100);
  assert.deepEqual(producer.log, [
    "propose 1",
    "commit 1",
    "one begins",
    "one ends",
    "two begins",
    "two ends",
    "propose 2",
    "commit 2",
  ]);
  await assert.rejects(
    consensus.betweenBlocks(() => Promise.reject(new Error("the action's own"))),
    /the action's own/,
  );
  await consensus.stop();
  await assert.rejects(
    consensus.betweenBlocks(async () => undefined),
    (error) => error instanceof CodedError && error.code === "CONSENSUS_STOPPED",
  );
});

test("a block by hand that cannot be stored fails its caller; for good, it stops the engine", async () => {
  const { producer, failures, consensus } = mining();
  await consensus.start();
  producer.failure = new Error("broken");
  await assert.rejects(
    consensus.betweenBlocks((mine) => mine()),
    /broken/,
  );
  assert.equal(failures.length, 1);
  await assert.rejects(consensus.betweenBlocks((mine) => mine()));
});

test("without empty blocks the way of mining is fixed", async () => {
  const { consensus } = started();
  assert.throws(
    () => consensus.setMining({ kind: "manual" }),
    (error) => error instanceof CodedError && error.code === "CONSENSUS_MINING_FIXED",
  );
});
