import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToUtf8, uint32ToBytesLe, utf8ToBytes } from "@yanta/bytes";
import { ChainConfigSchema, encodeEasyCodec, TxStatusCode } from "@yanta/protocol";
import type { KeyModification } from "@yanta/storage";
import {
  buildContract,
  buildScript,
  builtSysCall,
  requestItems,
  type ScriptStep,
} from "../../testing/built-contract.ts";
import {
  createFakeChain,
  createFakeTxContext,
  type FakeChain,
  type FakeTxContextOptions,
  installFakeContract,
} from "../../testing/fake-tx-context.ts";
import { op } from "../module/opcodes.ts";
import { createWasmerVm } from "../wasmer/create-wasmer-vm.ts";

const answerAt = 3 * 65_536;

function chainWith(contracts: Readonly<Record<string, Uint8Array>>): FakeChain {
  const chain = createFakeChain([createWasmerVm()]);
  for (const [name, bytecode] of Object.entries(contracts)) installFakeContract(chain, name, bytecode);
  return chain;
}

function runScript(
  steps: readonly ScriptStep[],
  options: Partial<FakeTxContextOptions> = {},
  others: Readonly<Record<string, Uint8Array>> = {},
) {
  const chain = options.chain ?? chainWith({ ...others, c: buildScript(steps) });
  const context = createFakeTxContext({ chain, txId: "T", ...options });
  return { context, outcome: context.run("c", "run") };
}

function step(method: string, values: Parameters<typeof requestItems>[0]): ScriptStep {
  return { method, body: requestItems(values) };
}

/** The bytes that the host wrote at an address become the result. */
function answer(pointer: number, length: number): ScriptStep {
  return { method: "SuccessResult", body: { pointer, length } };
}

const key = { key: "k", field: "f" };
const get = (pointer: number, values = key): ScriptStep[] => [
  step("GetStateLen", { ...values, value_ptr: pointer }),
  step("GetState", { ...values, value_ptr: pointer + 4 }),
];
const put = (value: string, values = key): ScriptStep => step("PutState", { ...values, value: utf8ToBytes(value) });

describe("results", () => {
  it("SuccessResult keeps the last bytes, ErrorResult joins its texts", () => {
    const { outcome } = runScript([
      { method: "SuccessResult", body: utf8ToBytes("one") },
      { method: "SuccessResult", body: utf8ToBytes("two") },
    ]);
    assert.deepEqual(
      [outcome.status, outcome.code, bytesToUtf8(outcome.result), outcome.message],
      [TxStatusCode.SUCCESS, 0, "two", ""],
    );
    const failed = runScript([
      { method: "ErrorResult", body: utf8ToBytes("bad") },
      { method: "ErrorResult", body: utf8ToBytes("worse") },
      { method: "SuccessResult", body: utf8ToBytes("never") },
    ]).outcome;
    assert.deepEqual(
      [failed.status, failed.code, failed.result.length, failed.message],
      [TxStatusCode.CONTRACT_FAIL, 1, 0, "contract message:bad. contract message:worse"],
    );
  });

  it("a failed host call sets code 1 for good, and events stay", () => {
    const { outcome } = runScript([
      step("EmitEvent", { topic: "t", data: "d" }),
      step("PutState", { key: "a b", field: "", value: utf8ToBytes("v") }),
      step("EmitEvent", { topic: "", data: "d" }),
      { method: "SuccessResult", body: utf8ToBytes("never") },
    ]);
    assert.equal(
      outcome.message,
      "error message: key[a b] can only consist of numbers, dot, letters and underscores. error message: topic can not empty",
    );
    assert.deepEqual([outcome.code, outcome.result.length, outcome.events.length], [1, 0, 1]);
  });

  it("an unknown method fails without a text", () => {
    const { outcome } = runScript([{ method: "NoSuchMethod", body: [] }]);
    assert.deepEqual([outcome.code, outcome.message], [0, ""]);
  });

  it("LogMessage goes to the trace", () => {
    const { context, outcome } = runScript([{ method: "LogMessage", body: utf8ToBytes("塔") }]);
    assert.deepEqual([context.logs, outcome.code], [["c: 塔"], 0]);
  });
});

describe("state", () => {
  it("is written, read in two steps, and deleted", () => {
    const { context, outcome } = runScript([
      put("value"),
      ...get(answerAt),
      step("DeleteState", { key: "x", field: "" }),
      answer(answerAt, 9),
    ]);
    assert.deepEqual(outcome.result, Uint8Array.from([...uint32ToBytesLe(5), ...utf8ToBytes("value")]));
    assert.deepEqual(
      [...context.writes],
      [
        ["c#k#f", utf8ToBytes("value")],
        ["c#x", new Uint8Array(0)],
      ],
    );
  });

  it("has length 0 where nothing is, and the second step writes nothing twice", () => {
    const { outcome } = runScript([
      put("value"),
      ...get(answerAt),
      step("GetState", { ...key, value_ptr: answerAt + 20 }),
      ...get(answerAt + 40, { key: "none", field: "" }),
      answer(answerAt, 44),
    ]);
    assert.deepEqual(outcome.result.slice(20, 44), new Uint8Array(24));
  });

  it("counts missing items from 2030500 on", () => {
    const steps = [
      step("PutState", { key: "k", value: utf8ToBytes("v") }),
      step("PutState", { key: "k", field: "f", value: "text" }),
    ];
    const strict = runScript(steps).outcome;
    assert.equal(
      strict.message,
      "error message: not found key or value type not string. error message: not found key or value type not bytes",
    );
    const { context, outcome } = runScript(steps, { blockVersion: 2_030_499 });
    assert.deepEqual([outcome.message, [...context.writes.keys()]], ["", ["c#k", "c#k#f"]]);
  });
});

describe("iterators", () => {
  const rows = [
    put("1", { key: "a", field: "" }),
    put("2", { key: "a", field: "x" }),
    put("3", { key: "b", field: "" }),
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
      step("KvIterator", { start_key: "a", start_field: "", limit_key: "b", limit_field: "", value_ptr: answerAt }),
      ...next(1, answerAt + 4),
      ...next(1, answerAt + 204),
      step("KvIteratorHasNext", { rs_index: 1, value_ptr: answerAt + 404 }),
      step("KvIteratorClose", { rs_index: 1, value_ptr: answerAt + 408 }),
      answer(answerAt, 412),
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
      step("KvPreIterator", { start_key: "a", start_field: "x", value_ptr: answerAt }),
      ...next(1, answerAt + 4),
      step("KvIteratorHasNext", { rs_index: 1, value_ptr: answerAt + 204 }),
      answer(answerAt, 208),
    ]);
    const row = encodedRow("a", "x", "2");
    assert.deepEqual(outcome.result.slice(12, 12 + row.length), row);
    assert.deepEqual(outcome.result.slice(204, 208), uint32ToBytesLe(0));
  });

  it("refuse handles that are not theirs", () => {
    const { outcome } = runScript([
      step("KvIteratorHasNext", { rs_index: 1, value_ptr: answerAt }),
      step("KvIteratorNextLen", { rs_index: -1, value_ptr: answerAt }),
      step("KvIteratorClose", { rs_index: 9, value_ptr: answerAt }),
      step("HistoryKvIterator", { start_key: "a", start_field: "", value_ptr: answerAt }),
      step("KvIteratorHasNext", { rs_index: 1, value_ptr: answerAt }),
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
        step("HistoryKvIterator", { start_key: "k", start_field: "", value_ptr: answerAt }),
        step("HistoryKvIteratorHasNext", { ks_index: 1, value_ptr: answerAt + 4 }),
        step("HistoryKvIteratorNextLen", { ks_index: 1, value_ptr: answerAt + 8 }),
        step("HistoryKvIteratorNext", { ks_index: 1, value_ptr: answerAt + 12 }),
        step("HistoryKvIteratorClose", { ks_index: 1, value_ptr: answerAt }),
        answer(answerAt, 200),
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

describe("events and sender", () => {
  it("EmitEvent takes every item but the first as data", () => {
    const { outcome } = runScript([step("EmitEvent", { topic: "t", data1: "a", data2: "b" })]);
    assert.deepEqual(
      outcome.events.map(({ topic, txId, contractName, contractVersion, eventData }) => ({
        topic,
        txId,
        contractName,
        contractVersion,
        eventData,
      })),
      [{ topic: "t", txId: "T", contractName: "c", contractVersion: "1.0.0", eventData: ["a", "b"] }],
    );
    assert.equal(
      runScript([step("EmitEvent", { data: "d" })]).outcome.message,
      "error message: [emit event] get topic err",
    );
    assert.equal(
      runScript([step("EmitEvent", { topic: "t", data: 1 })]).outcome.message,
      "error message: [emit event] event data parsing failed",
    );
  });

  it("GetSenderAddress has a cache of its own and reads the chain configuration", () => {
    const { context, outcome } = runScript([
      step("GetSenderAddressLen", { value_ptr: answerAt }),
      put("v"),
      ...get(answerAt + 100),
      step("GetSenderAddress", { value_ptr: answerAt + 4 }),
      answer(answerAt, 44),
    ]);
    assert.equal(bytesToUtf8(outcome.result.slice(4)), "5a".repeat(20));
    assert.deepEqual([...context.reads.keys()], ["CHAIN_CONFIG#CHAIN_CONFIG"]);
  });
});

describe("calls of other contracts", () => {
  const callee = buildScript([
    step("EmitEvent", { topic: "callee", data: "d" }),
    put("inner"),
    { method: "SuccessResult", body: utf8ToBytes("answer") },
  ]);
  const silent = buildScript([step("EmitEvent", { topic: "silent", data: "d" })]);
  const failing = buildScript([put("dropped"), { method: "ErrorResult", body: utf8ToBytes("no") }]);
  const others = { callee, silent, failing };
  const callOf = (contract: string, parameters: Record<string, string> = {}, method = "run"): ScriptStep =>
    step("CallContractLen", {
      value_ptr: answerAt,
      contract_name: contract,
      method,
      param: encodeEasyCodec(requestItems(parameters)),
    });
  const result: ScriptStep = step("CallContract", {
    value_ptr: answerAt + 4,
    contract_name: "callee",
    method: "run",
    param: encodeEasyCodec([]),
  });

  it("hand over result and events, and cost gas", () => {
    const { context, outcome } = runScript([callOf("callee"), result, answer(answerAt, 10)], {}, others);
    assert.deepEqual(outcome.result, Uint8Array.from([...uint32ToBytesLe(6), ...utf8ToBytes("answer")]));
    assert.deepEqual(
      [outcome.events.map(({ contractName }) => contractName), [...context.writes.keys()]],
      [["callee"], ["callee#k#f"]],
    );
    const alone = createFakeTxContext({ chain: chainWith(others) }).run("callee", "run").gasUsed;
    assert.ok(outcome.gasUsed > alone + 100_000n);
  });

  it("lose the events of a callee without result", () => {
    const { outcome } = runScript([callOf("silent")], {}, others);
    assert.deepEqual([outcome.code, outcome.events.length], [0, 0]);
  });

  it("fail with the callee, for good", () => {
    const { context, outcome } = runScript(
      [put("mine"), callOf("failing"), { method: "SuccessResult", body: utf8ToBytes("x") }],
      {},
      others,
    );
    assert.equal(
      outcome.message,
      "error message: [call contract] execute error code: CONTRACT_FAIL, msg: contract message:no",
    );
    assert.deepEqual([...context.writes.keys()], ["c#k#f"]);
  });

  it("are checked with ChainMaker's texts", () => {
    const message = (made: ScriptStep) => runScript([made], {}, others).outcome.message;
    assert.equal(message(callOf("")), "error message: [call contract] contract_name is null");
    assert.equal(message(callOf("callee", {}, "")), "error message: [call contract] method is null");
    assert.equal(
      message(callOf("none")),
      "error message: [call contract] failed to get contract by [none], err: contract not exist",
    );
    assert.equal(
      message(callOf("a b")),
      "error message: key[a b] can only consist of numbers, dot, letters and underscores",
    );
    assert.equal(
      message(callOf("callee", { "a b": "v" })),
      "error message: [call contract] param expect key no special characters, but got a b. letter, number, dot and underline are allowed",
    );
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, "v"]));
    assert.equal(
      message(callOf("callee", many)),
      "error message: [call contract] expect less than 50 parameters, but got 51",
    );
    assert.equal(
      message(step("CallContractLen", { value_ptr: 1 })),
      "error message: [call contract]contract_name parsing failed",
    );
  });

  it("of the same contract get an instance of their own, down to the depth limit", () => {
    const { outcome } = runScript([callOf("c")]);
    assert.match(
      outcome.message,
      /^(error message: \[call contract\] execute error code: CONTRACT_FAIL, msg: ){5}error message: \[call contract\] execute error code: CONTRACT_TOO_DEEP_FAILED, msg: CallContract too depth 6$/,
    );
  });
});

describe("what this node does not have", () => {
  it("is refused with ChainMaker's text where it has one", () => {
    const methods = [
      "ExecuteQuery",
      "ExecuteQueryOneLen",
      "ExecuteUpdate",
      "ExecuteDDL",
      "RSHasNext",
      "RSNextLen",
      "RSClose",
    ];
    for (const method of methods)
      assert.equal(
        runScript([{ method, body: [] }]).outcome.message,
        "error message: not support sql, you must set chainConfig[contract.enable_sql_support=true]",
      );
    const chainConfig = create(ChainConfigSchema, { contract: { enableSqlSupport: true } });
    assert.equal(
      runScript([{ method: "ExecuteQuery", body: [] }], { chainConfig }).outcome.message,
      "error message: sql is not available on this node",
    );
    assert.equal(runScript([{ method: "GetPaillierOperationResultLen", body: [] }]).outcome.code, 1);
    assert.equal(runScript([{ method: "GetBulletproofsResultLen", body: [] }]).outcome.code, 1);
  });
});

describe("where ChainMaker's host panics", () => {
  const raw = (...pointers: readonly [number, number, number, number]) => {
    const chain = chainWith({
      c: buildContract({
        run: (to) => {
          for (const pointer of pointers) to.i32(pointer);
          to.indexed(op.call, builtSysCall);
          to.ops(op.drop);
        },
      }),
    });
    return createFakeTxContext({ chain }).run("c", "run");
  };
  const size = 4 * 65_536;

  it("the call ends with Go's text alone", () => {
    assert.equal(raw(0, -1, 0, 0).message, "runtime error: makeslice: len out of range");
    assert.equal(
      raw(size, 1, 0, 0).message,
      `runtime error: slice bounds out of range [:${size + 1}] with capacity ${size}`,
    );
    assert.equal(raw(-5, 2, 0, 0).message, "runtime error: slice bounds out of range [:-3]");
    assert.equal(raw(-1, 5, 0, 0).message, "runtime error: slice bounds out of range [-1:]");
    assert.equal(raw(0, 4, 0, 0).message, "interface conversion: interface {} is nil, not int32");
    assert.equal(raw(0, 0, -1, -1).message, "");
    const outcome = runScript([
      step("EmitEvent", { topic: "t", data: "d" }),
      step("GetStateLen", { ...key, value_ptr: -4 }),
    ]).outcome;
    assert.deepEqual(
      [outcome.status, outcome.code, outcome.message, outcome.events.length],
      [TxStatusCode.CONTRACT_FAIL, 1, "runtime error: slice bounds out of range [-4:]", 0],
    );
  });
});
