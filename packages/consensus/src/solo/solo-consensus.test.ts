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
