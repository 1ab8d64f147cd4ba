import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToUtf8, uint32ToBytesLe, utf8ToBytes } from "@yanta/bytes";
import { ChainConfigSchema, encodeEasyCodec, TxStatusCode } from "@yanta/protocol";
import {
  buildContract,
  buildScript,
  builtSysCall,
  requestItems,
  type ScriptStep,
} from "../../testing/built-contract.ts";
import { createFakeTxContext } from "../../testing/fake-tx-context.ts";
import { answerFrom, chainWith, putStep, runScript, scriptAnswerAt, step } from "../../testing/script-run.ts";
import { op } from "../module/opcodes.ts";

const key = { key: "k", field: "f" };
const get = (pointer: number, values = key): ScriptStep[] => [
  step("GetStateLen", { ...values, value_ptr: pointer }),
  step("GetState", { ...values, value_ptr: pointer + 4 }),
];

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
      putStep("value"),
      ...get(scriptAnswerAt),
      step("DeleteState", { key: "x", field: "" }),
      answerFrom(scriptAnswerAt, 9),
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
      putStep("value"),
      ...get(scriptAnswerAt),
      step("GetState", { ...key, value_ptr: scriptAnswerAt + 20 }),
      ...get(scriptAnswerAt + 40, { key: "none", field: "" }),
      answerFrom(scriptAnswerAt, 44),
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
      step("GetSenderAddressLen", { value_ptr: scriptAnswerAt }),
      putStep("v"),
      ...get(scriptAnswerAt + 100),
      step("GetSenderAddress", { value_ptr: scriptAnswerAt + 4 }),
      answerFrom(scriptAnswerAt, 44),
    ]);
    assert.equal(bytesToUtf8(outcome.result.slice(4)), "5a".repeat(20));
    assert.deepEqual([...context.reads.keys()], ["CHAIN_CONFIG#CHAIN_CONFIG"]);
  });
});

describe("calls of other contracts", () => {
  const callee = buildScript([
    step("EmitEvent", { topic: "callee", data: "d" }),
    putStep("inner"),
    { method: "SuccessResult", body: utf8ToBytes("answer") },
  ]);
  const silent = buildScript([step("EmitEvent", { topic: "silent", data: "d" })]);
  const failing = buildScript([putStep("dropped"), { method: "ErrorResult", body: utf8ToBytes("no") }]);
  const others = { callee, silent, failing };
  const callOf = (contract: string, parameters: Record<string, string> = {}, method = "run"): ScriptStep =>
    step("CallContractLen", {
      value_ptr: scriptAnswerAt,
      contract_name: contract,
      method,
      param: encodeEasyCodec(requestItems(parameters)),
    });
  const result: ScriptStep = step("CallContract", {
    value_ptr: scriptAnswerAt + 4,
    contract_name: "callee",
    method: "run",
    param: encodeEasyCodec([]),
  });

  it("hand over result and events, and cost gas", () => {
    const { context, outcome } = runScript([callOf("callee"), result, answerFrom(scriptAnswerAt, 10)], {}, others);
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
      [putStep("mine"), callOf("failing"), { method: "SuccessResult", body: utf8ToBytes("x") }],
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
