import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { RwsetRecorder, RwsetTooLarge, StateKeyTooLong } from "./rwset-recorder.ts";
import { type StateRecord, stateKey } from "./state-key.ts";

const write = (recorder: RwsetRecorder, contract: string, key: string, value: string): void =>
  recorder.recordWrite(stateKey(contract, key), { contract, key, value: utf8ToBytes(value) });
const read = (recorder: RwsetRecorder, contract: string, key: string, value: string): void =>
  recorder.recordRead(stateKey(contract, key), { contract, key, value: utf8ToBytes(value) });
const show = (records: readonly StateRecord[]): string[] =>
  records.map(({ contract, key, value }) => `${contract}#${key}=${bytesToUtf8(value)}`);

test("sets come out ascending by contract#key", () => {
  const recorder = new RwsetRecorder(1000);
  write(recorder, "b", "k", "1");
  write(recorder, "a", "z", "2");
  write(recorder, "a", "\xff", "3");
  // `#` sorts before letters: "a#…" before "ab#…".
  write(recorder, "ab", "a", "4");
  assert.deepEqual(show(recorder.finish(true, new Set()).writes), ["a#z=2", "a#\xff=3", "ab#a=4", "b#k=1"]);
});

test("a failed transaction keeps reads, and writes of the one contract only", () => {
  const recorder = new RwsetRecorder(1000);
  read(recorder, "a", "k", "1");
  write(recorder, "a", "k", "2");
  write(recorder, "ACCOUNT_MANAGER", "k", "3");
  const { reads, writes } = recorder.finish(false, new Set(["ACCOUNT_MANAGER"]));
  assert.deepEqual(show(reads), ["a#k=1"]);
  assert.deepEqual(show(writes), ["ACCOUNT_MANAGER#k=3"]);
});

test("a failed call loses its writes to contracts that its caller touched", () => {
  const recorder = new RwsetRecorder(1000);
  write(recorder, "a", "k", "before");
  recorder.enterCall();
  write(recorder, "a", "k", "during");
  write(recorder, "a", "new", "during");
  read(recorder, "a", "seen", "1");
  recorder.leaveCall(false);
  const { reads, writes } = recorder.finish(true, new Set());
  assert.deepEqual(show(reads), ["a#seen=1"]);
  assert.deepEqual(show(writes), ["a#k=before"]);
});

test("a failed call keeps its writes to contracts that its caller has not touched, as in ChainMaker", () => {
  const recorder = new RwsetRecorder(1000);
  read(recorder, "a", "k", "");
  recorder.enterCall();
  write(recorder, "b", "k", "during");
  recorder.leaveCall(false);
  assert.deepEqual(show(recorder.finish(true, new Set()).writes), ["b#k=during"]);
});

test("a call that succeeded goes with the failing call around it", () => {
  const recorder = new RwsetRecorder(1000);
  write(recorder, "a", "k", "0");
  recorder.enterCall();
  write(recorder, "a", "k", "1");
  recorder.enterCall();
  write(recorder, "a", "k", "2");
  recorder.leaveCall(true);
  assert.equal(bytesToUtf8(recorder.ownWrite(stateKey("a", "k"))?.value ?? new Uint8Array()), "2");
  recorder.leaveCall(false);
  assert.deepEqual(show(recorder.finish(true, new Set()).writes), ["a#k=0"]);
});

test("keys and values are bounded, replaced ones count", () => {
  const recorder = new RwsetRecorder(30);
  write(recorder, "a", "k", "0123456789");
  write(recorder, "a", "k", "0123456789");
  assert.throws(() => read(recorder, "a", "k", "01"), RwsetTooLarge);
});

test("a name that no store takes cannot be written; reading it is harmless", () => {
  const recorder = new RwsetRecorder(10_000);
  read(recorder, "a", "k".repeat(4000), "");
  assert.throws(() => write(recorder, "a", "k".repeat(4000), "v"), StateKeyTooLong);
  assert.deepEqual(recorder.finish(true, new Set()).writes, []);
});

test("a called contract's writes are taken over, however many", () => {
  const recorder = new RwsetRecorder(100_000_000);
  recorder.enterCall();
  recorder.enterCall();
  for (let i = 0; i < 200_000; i++) write(recorder, "a", `k${i}`, "v");
  recorder.leaveCall(true);
  recorder.leaveCall(true);
  assert.equal(recorder.finish(true, new Set()).writes.length, 200_000);
});
