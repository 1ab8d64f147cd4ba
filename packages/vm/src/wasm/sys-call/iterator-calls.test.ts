import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { uint32ToBytesLe, utf8ToBytes } from "@yanta/bytes";
import { encodeEasyCodec } from "@yanta/protocol";
import type { KeyModification } from "@yanta/storage";
import type { ScriptStep } from "../../testing/built-contract.ts";
import { answerFrom, putStep, runScript, scriptAnswerAt, step } from "../../testing/script-run.ts";

describe("iterators", () => {
  const rows = [
    putStep("1", { key: "a", field: "" }),
    putStep("2", { key: "a", field: "x" }),
    putStep("3", { key: "b", field: "" }),
  ];
  const next = (handle: number, pointer: number): ScriptStep[] => [
    step("KvIteratorHasNext", { rs_index: handle, value_ptr: pointer }),
    step("KvIteratorNextLen", { rs_index: handle, value_ptr: pointer + 4 }),
    step("KvIteratorNext", { rs_index: handle, value_ptr: pointer + 8 }),
  ];
  const encodedRow = (first: string, second: string, value: string) =>
    encodeEasyCodec([
      { key: "key", type: "string", value: first },
      { key: "field", type: "string", value: second },
      { key: "value", type: "bytes", value: utf8ToBytes(value) },
    ]);

  it("give the rows of a range", () => {
    const { outcome } = runScript([
      ...rows,
      step("KvIterator", {
        start_key: "a",
        start_field: "",
        limit_key: "b",
        limit_field: "",
        value_ptr: scriptAnswerAt,
      }),
      ...next(1, scriptAnswerAt + 4),
      ...next(1, scriptAnswerAt + 204),
      step("KvIteratorHasNext", { rs_index: 1, value_ptr: scriptAnswerAt + 404 }),
      step("KvIteratorClose", { rs_index: 1, value_ptr: scriptAnswerAt + 408 }),
      answerFrom(scriptAnswerAt, 412),
    ]);
    const view = new DataView(outcome.result.buffer, outcome.result.byteOffset);
    assert.deepEqual(
      [0, 4, 204, 404, 408].map((at) => view.getUint32(at, true)),
      [1, 1, 1, 0, 1],
    );
    const [first, second] = [encodedRow("a", "", "1"), encodedRow("a", "x", "2")];
    assert.deepEqual([view.getUint32(8, true), outcome.result.slice(12, 12 + first.length)], [first.length, first]);
    assert.deepEqual(
      [view.getUint32(208, true), outcome.result.slice(212, 212 + second.length)],
      [second.length, second],
    );
  });

  it("by prefix take key and field as one text", () => {
    const { outcome } = runScript([
      ...rows,
      step("KvPreIterator", { start_key: "a", start_field: "x", value_ptr: scriptAnswerAt }),
      ...next(1, scriptAnswerAt + 4),
      step("KvIteratorHasNext", { rs_index: 1, value_ptr: scriptAnswerAt + 204 }),
      answerFrom(scriptAnswerAt, 208),
    ]);
    const row = encodedRow("a", "x", "2");
    assert.deepEqual(outcome.result.slice(12, 12 + row.length), row);
    assert.deepEqual(outcome.result.slice(204, 208), uint32ToBytesLe(0));
  });

  it("refuse handles that are not theirs", () => {
    const { outcome } = runScript([
      step("KvIteratorHasNext", { rs_index: 1, value_ptr: scriptAnswerAt }),
      step("KvIteratorNextLen", { rs_index: -1, value_ptr: scriptAnswerAt }),
      step("KvIteratorClose", { rs_index: 9, value_ptr: scriptAnswerAt }),
      step("HistoryKvIterator", { start_key: "a", start_field: "", value_ptr: scriptAnswerAt }),
      step("KvIteratorHasNext", { rs_index: 1, value_ptr: scriptAnswerAt }),
    ]);
    assert.deepEqual(outcome.message.split(". "), [
      "error message: [kv iterator has next] can not found rs_index[1]",
      "error message: [kv iterator next] can not found rs_index[-1]",
      "error message: [kv iterator close] ctx can not found rs_index[9]",
      "error message: [kv iterator has next] failed, iterator 1 assertion failed",
    ]);
  });

  it("over a key's history tell each change under the running transaction's id", () => {
    const change: KeyModification = {
      height: 5n,
      txIndex: 0,
      txId: "old",
      timestamp: 77n,
      value: utf8ToBytes("v"),
      isDelete: false,
    };
    const { outcome } = runScript(
      [
        step("HistoryKvIterator", { start_key: "k", start_field: "", value_ptr: scriptAnswerAt }),
        step("HistoryKvIteratorHasNext", { ks_index: 1, value_ptr: scriptAnswerAt + 4 }),
        step("HistoryKvIteratorNextLen", { ks_index: 1, value_ptr: scriptAnswerAt + 8 }),
        step("HistoryKvIteratorNext", { ks_index: 1, value_ptr: scriptAnswerAt + 12 }),
        step("HistoryKvIteratorClose", { ks_index: 1, value_ptr: scriptAnswerAt }),
        answerFrom(scriptAnswerAt, 200),
      ],
      { history: () => [change] },
    );
    const row = encodeEasyCodec([
      { key: "value", type: "bytes", value: utf8ToBytes("v") },
      { key: "txId", type: "string", value: "T" },
      { key: "blockHeight", type: "int32", value: 5 },
      { key: "timestamp", type: "string", value: "77" },
      { key: "isDelete", type: "int32", value: 0 },
    ]);
    assert.deepEqual([outcome.message, outcome.result.slice(12, 12 + row.length)], ["", row]);
  });
});
