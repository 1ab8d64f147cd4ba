import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToHex, bytesToUtf8, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { decodeEasyCodec, encodeEasyCodec, RuntimeType, TxStatusCode } from "@yanta/protocol";
import { requestItems } from "../../testing/built-contract.ts";
import {
  answerAt,
  buildWxvmContract,
  buildWxvmScript,
  builtCallMethod,
  builtFetchResponse,
  successAt,
  type WxvmStep,
} from "../../testing/built-wxvm-contract.ts";
import { createFakeChain, installFakeContract } from "../../testing/fake-tx-context.ts";
import { builtTypes } from "../../testing/module-builder.ts";
import { callWxvm, wxvmChainOf } from "../../testing/wxvm-run.ts";
import type { CodeWriter } from "../module/code-writer.ts";
import { op, valueType } from "../module/opcodes.ts";
import { createWxvmVm } from "./create-wxvm-vm.ts";

const { WXVM } = RuntimeType;

function runScript(steps: readonly WxvmStep[]) {
  return callWxvm(wxvmChainOf(buildWxvmScript(steps)));
}

const step = (method: string, values: Parameters<typeof requestItems>[0], room?: number): WxvmStep => ({
  method,
  items: requestItems(values),
  ...(room === undefined ? {} : { room }),
});
/** The contract's success. */
const output = (values: Parameters<typeof requestItems>[0]) => step("SetOutput", { code: 0, ...values });

describe("the methods", () => {
  it("put, get and delete keys of any bytes", () => {
    const key = hexToBytes("ff00233c") ?? new Uint8Array(0);
    const items = (method: string, value?: string): WxvmStep => ({
      method,
      items: rawStrings([["key", key], ...(value === undefined ? [] : [["value", utf8ToBytes(value)] as const])]),
    });
    const { context, outcome } = runScript([items("PutObject", "v"), items("GetObject"), items("DeleteObject")]);
    assert.deepEqual([outcome.message, outcome.code], ["", 0]);
    assert.deepEqual([...context.writes], [["c#\u00ff\u0000#<", new Uint8Array(0)]]);
  });

  it("list rows in order, ten where no number is given", () => {
    const chain = createFakeChain([createWxvmVm()]);
    chain.state.set(
      "c",
      new Map(Array.from({ length: 15 }, (_, i) => [`k${String.fromCharCode(97 + i)}`, Uint8Array.of(i)])),
    );
    for (const [cap, keys] of [
      [3, ["ka", "kb", "kc"]],
      [0, ["ka", "kb", "kc", "kd", "ke", "kf", "kg", "kh", "ki", "kj"]],
    ] as const) {
      const bytes = answerOf([step("NewIterator", { start: "k", limit: "l", cap })], chain);
      assert.deepEqual(
        decodeEasyCodec(bytes, 2_030_600)?.map((item) => [item.key, item.type]),
        keys.map((key) => [key, "bytes"]),
      );
    }
  });

  it("read no more rows than there is gas for", () => {
    const chain = wxvmChainOf(buildWxvmScript([step("NewIterator", { start: "", limit: "z", cap: 0x7fffffff })]));
    chain.state.set("c", new Map(Array.from({ length: 1000 }, (_, i) => [`k${i}`, Uint8Array.of(1)])));
    const { context, outcome } = callWxvm(chain, "run", {}, 1_000_000n);
    assert.equal(outcome.message, "trap error:run out of gas limit");
    assert.ok(context.reads.size < 15, String(context.reads.size));
  });

  it("hand over all parameters in order, and an answer that does not fit when it is fetched", () => {
    const fetch = (length: number) =>
      buildWxvmContract(
        {
          run: (to) => {
            for (const value of [4096, 11, 4200, 0, answerAt, 4, successAt]) to.i32(value);
            to.indexed(op.call, builtCallMethod);
            to.ops(op.drop);
            to.i32(answerAt);
            to.i32(length);
            to.indexed(op.call, builtFetchResponse);
            to.ops(op.drop);
          },
        },
        { data: [{ offset: 4096, bytes: utf8ToBytes("GetCallArgs") }] },
      );
    const wrong = callWxvm(wxvmChainOf(fetch(7))).outcome.message;
    const length = Number(/expect (\d+)$/.exec(wrong)?.[1]);
    assert.equal(wrong, `trap error:call fetchResponse with bad length, got 7, expect ${length}`);
    assert.equal(callWxvm(wxvmChainOf(fetch(length))).outcome.message, "");
    const bytes = answerOf([step("GetCallArgs", {})]);
    const keys = decodeEasyCodec(bytes, 2_030_600)?.map(({ key }) => key) ?? [];
    assert.deepEqual(keys, keys.toSorted());
    assert.ok(keys.includes("__tx_id__") && !keys.includes("__context_ptr__"), keys.join());
    const nothing = buildWxvmContract({
      run: (to) => {
        for (const value of [answerAt, 0]) to.i32(value);
        to.indexed(op.call, builtFetchResponse);
        to.ops(op.drop);
      },
    });
    assert.equal(callWxvm(wxvmChainOf(nothing)).outcome.message, "trap error:call fetchResponse on nil value");
  });

  it("SetOutput joins messages, keeps the last result, and code 1 stays", () => {
    const { outcome } = runScript([
      output({ msg: "a", result: "one" }),
      step("SetOutput", { code: 7, msg: "b", result: "two" }),
      output({ msg: "c" }),
    ]);
    assert.deepEqual(
      [outcome.status, outcome.code, outcome.message, bytesToUtf8(outcome.result)],
      [TxStatusCode.CONTRACT_FAIL, 1, "abc", "two"],
    );
  });

  it("a failed one answers nothing, and neither does any after it, but they work", () => {
    const { context, outcome } = runScript([
      step("PutObject", { key: "k" }),
      step("PutObject", { key: "k", value: "v" }),
      step("EmitEvent", { topic: "", data: "d" }),
      step("EmitEvent", { topic: "t", data: "d" }),
      output({ result: "r" }),
    ]);
    assert.deepEqual([outcome.code, outcome.message, bytesToUtf8(outcome.result)], [0, "", "r"]);
    assert.deepEqual([[...context.writes.keys()], outcome.events.length], [["c#k"], 1]);
    const bytes = answerOf([step("PutObject", { key: "k" }), step("GetObject", { key: "k" })]);
    assert.equal(bytesToHex(bytes.subarray(0, 8)), "0".repeat(16));
  });

  it("an unknown one answers what the last one did", () => {
    const known = answerOf([step("PutObject", { key: "k", value: "v" }), step("GetObject", { key: "k" })]);
    const unknown = answerOf([
      step("PutObject", { key: "k", value: "v" }),
      step("GetObject", { key: "k" }, 0),
      step("NoSuchMethod", {}),
    ]);
    assert.deepEqual(unknown, known);
  });

  it("refuse addresses outside, the last byte of memory included", () => {
    const memoryEnd = 8 * 65_536;
    for (const [room, text] of [
      [memoryEnd - answerAt, `invalid address:0x${memoryEnd.toString(16)}`],
      [-1, `invalid address:0x${(answerAt - 1).toString(16)}`],
    ] as const) {
      const { outcome } = runScript([step("GetCallArgs", {}, room)]);
      assert.equal(
        outcome.message,
        room < 0 ? `runtime error: slice bounds out of range [${answerAt}:${answerAt - 1}]` : `trap error:${text}`,
      );
    }
  });
});

describe("the C runtime's functions", () => {
  it("copy memory and answer the length", () => {
    const bytecode = buildWxvmContract(
      {
        run: (to) => {
          for (const value of [answerAt, 4096, 3]) to.i32(value);
          to.indexed(op.call, 0);
          to.i32(3);
          to.ops(op.i32Eq, op.i32Eqz, op.if, valueType.empty, op.unreachable, op.end);
          to.i32(answerAt);
          to.ops(op.firstLoad, 0, 0);
          to.i32(0x030201);
          to.ops(op.i32Eq, op.i32Eqz, op.if, valueType.empty, op.unreachable, op.end);
        },
      },
      {
        types: [{ parameters: [valueType.i32, valueType.i32, valueType.i32], results: [valueType.i32] }],
        imports: [["env._emscripten_memcpy_big", Object.keys(builtTypes).length]],
        data: [{ offset: 4096, bytes: Uint8Array.of(1, 2, 3) }],
      },
    );
    const chain = wxvmChainOf(bytecode);
    for (let i = 0; i < 2; i++) assert.equal(callWxvm(chain).outcome.message, "");
  });

  it("count what is written to standard output, and stop where the gas ends", () => {
    const writev = (count: number, expected: number) =>
      buildWxvmContract(
        {
          run: (to) => {
            to.i32(146);
            to.i32(4096);
            to.indexed(op.call, 0);
            to.i32(expected);
            to.ops(op.i32Eq, op.i32Eqz, op.if, valueType.empty, op.unreachable, op.end);
          },
        },
        {
          types: [{ parameters: [valueType.i32, valueType.i32], results: [valueType.i32] }],
          imports: [["env.___syscall146", Object.keys(builtTypes).length]],
          data: [
            { offset: 4096, bytes: Uint8Array.of(1, 0, 0, 0, 0, 32, 0, 0) },
            { offset: 4104, bytes: Uint8Array.of(count, count >>> 8, count >>> 16, count >>> 24) },
            { offset: 8192, bytes: Uint8Array.of(0, 16, 0, 0, 5, 0, 0, 0, 0, 16, 0, 0, 7, 0, 0, 0) },
          ],
        },
      );
    assert.equal(callWxvm(wxvmChainOf(writev(2, 12))).outcome.message, "");
    assert.equal(callWxvm(wxvmChainOf(writev(-1, 0))).outcome.message, "trap error:run out of gas limit");
  });

  it("hash, encode and decode, in memory of the contract's own allocator", () => {
    const i32s = (count: number) => Array.from({ length: count }, () => valueType.i32);
    /** Runs one function over the input and fails unless the word at an address is as expected. */
    const codec = (
      name: string,
      input: string,
      malloc: ((to: CodeWriter) => void) | undefined,
      [address, expected] = [0, 0],
    ) =>
      buildWxvmContract(
        {
          run: (to) => {
            for (const value of [4096, 4200, input.length, 8192, name === "_wxvm_hash" ? 32 : 8196]) to.i32(value);
            to.indexed(op.call, 0);
            to.ops(op.drop);
            to.i32(address);
            to.ops(op.firstLoad, 0, 0);
            to.i32(expected);
            to.ops(op.i32Eq, op.i32Eqz, op.if, valueType.empty, op.unreachable, op.end);
          },
        },
        {
          types: [{ parameters: i32s(5), results: i32s(1) }],
          imports: [[`env.${name}`, Object.keys(builtTypes).length]],
          functions: malloc === undefined ? [] : [{ type: builtTypes.i32ToI32, code: malloc, exportAs: "_malloc" }],
          data: [
            { offset: 4096, bytes: utf8ToBytes(name === "_wxvm_hash" ? "sha256\0" : "hex\0") },
            { offset: 4200, bytes: utf8ToBytes(input) },
          ],
        },
      );
    const message = (bytecode: Uint8Array) => callWxvm(wxvmChainOf(bytecode)).outcome.message;
    const give = (to: CodeWriter) => to.i32(answerAt);
    // SHA-256 of abc begins with ba7816bf.
    assert.equal(message(codec("_wxvm_hash", "abc", give, [8192, 0xbf1678ba | 0])), "");
    assert.equal(message(codec("_wxvm_encode", "abc", give, [answerAt, 0x32363136])), "");
    assert.equal(message(codec("_wxvm_encode", "abc", give, [8192, answerAt])), "");
    assert.equal(message(codec("_wxvm_encode", "abc", give, [8196, 6])), "");
    assert.equal(message(codec("_wxvm_decode", "0aFF", give, [answerAt, 0xff0a])), "");
    assert.equal(message(codec("_wxvm_decode", "zz", (to) => to.ops(op.unreachable))), "");
    assert.equal(message(codec("_wxvm_encode", "abc", undefined)), "trap error:_malloc not found");
    assert.equal(message(codec("_wxvm_encode", "abc", (to) => to.i32(0))), "trap error:run out of memory");
    /** An allocator that asks the host again: depth that nothing would count. */
    const recursive = (to: CodeWriter) => {
      for (const value of [4096, 4200, 3, 8192, 8196]) to.i32(value);
      to.indexed(op.call, 0);
    };
    assert.equal(message(codec("_wxvm_encode", "abc", recursive)), "trap error:invalid function argument");
  });
});

/** EasyCodec of texts that are no UTF-8. */
function rawStrings(items: readonly (readonly [key: string, value: Uint8Array])[]): Uint8Array {
  const encoded = encodeEasyCodec(items.map(([key, value]) => ({ key, type: "bytes", value })));
  // The same items, marked as texts: the value type stands behind each key.
  const bytes = encoded.slice();
  let position = 4;
  for (const [key, value] of items) {
    bytes[position + 8 + key.length] = 1;
    position += 16 + key.length + value.length;
  }
  return bytes;
}

/** What a script's last step left at `answerAt`: a contract compares it with nothing, so it is read out of a SetOutput. */
function answerOf(steps: readonly WxvmStep[], chain = createFakeChain([createWxvmVm()])): Uint8Array {
  const length = 1000;
  // {code: 0, result: <the bytes at the answer>}: the request is put together in front of the answer.
  const head = encodeEasyCodec([
    { key: "code", type: "int32", value: 0 },
    { key: "result", type: "string", value: "x".repeat(length) },
  ]).subarray(0, -length);
  const bytecode = buildWxvmScript(steps, (to) => {
    for (const [i, byte] of head.entries()) {
      to.i32(answerAt - head.length + i);
      to.i32(byte);
      to.ops(op.i32Store8, 0, 0);
    }
    for (const [i, letter] of [...utf8ToBytes("SetOutput")].entries()) {
      to.i32(100 + i);
      to.i32(letter);
      to.ops(op.i32Store8, 0, 0);
    }
    for (const value of [100, 9, answerAt - head.length, head.length + length, 200, 0, 300]) to.i32(value);
    to.indexed(op.call, builtCallMethod);
    to.ops(op.drop);
  });
  installFakeContract(chain, "c", bytecode, WXVM);
  const { outcome } = callWxvm(chain);
  assert.equal(outcome.message, "");
  return outcome.result;
}
