import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { encodeEasyCodec, RuntimeType, TxStatusCode } from "@yanta/protocol";
import { buildContract, builtSysCall, requestItems } from "../../testing/built-contract.ts";
import { createFakeChain, createFakeTxContext, installFakeContract } from "../../testing/fake-tx-context.ts";
import { type BuiltModule, buildModule, builtTypes } from "../../testing/module-builder.ts";
import { readContract } from "../../testing/read-contract.ts";
import { vmComplianceSuite } from "../../testing/vm-compliance.ts";
import type { CodeWriter } from "../module/code-writer.ts";
import { op, valueType } from "../module/opcodes.ts";
import { createGasmVm } from "./create-gasm-vm.ts";

const { GASM } = RuntimeType;

function parametersOf(values: Readonly<Record<string, string>>): Map<string, Uint8Array> {
  return new Map(Object.entries(values).map(([key, value]) => [key, utf8ToBytes(value)]));
}

const fact = parametersOf({ file_hash: "h", file_name: "n", time: "1" });

for (const isolation of ["dirty-pages", "whole-memory", "fresh-instance"] as const) {
  vmComplianceSuite(`GASM, ${isolation}`, {
    createVm: () => createGasmVm({ isolation }),
    runtimeType: GASM,
    bytecode: readContract("go-fact-2.0.0"),
    write: { method: "save", parameters: fact },
    read: {
      method: "find_by_file_hash",
      parameters: fact,
      result: utf8ToBytes('{"file_hash":"h","file_name":"n","time":"1"}'),
    },
    fail: { method: "nope", parameters: new Map() },
  });
}

describe("go-fact", () => {
  const chain = createFakeChain([createGasmVm()]);
  installFakeContract(chain, "c", readContract("go-fact-2.0.0"), GASM);

  /** Results as ChainMaker's interpreter gives them, where a store behind the end of memory makes it larger. Spec: docs/spec-notes.md. */
  for (const [method, values, result] of [
    ["init_contract", {}, "install contract ok"],
    ["save", { file_hash: "h", file_name: "n", time: "1" }, "ok"],
    ["find_by_file_hash", { file_hash: "h" }, '{"file_hash":"h","file_name":"n","time":"1"}'],
    ["find_by_file_hash", { file_hash: "none" }, ""],
    ["increase", {}, "1"],
    ["increase", {}, "2"],
    ["query", {}, "2"],
    ["sum", { arg1: "1", arg2: "2" }, "3"],
    ["test_put_state", {}, "ok"],
    ["test_kv_iterator", {}, "15"],
    ["test_put_pre_state", {}, ""],
    ["test_iter_pre_field", {}, "14"],
    ["test_iter_pre_key", {}, "14"],
    ["functional_verify", { contract_name: "c" }, "ok"],
    ["upgrade", {}, "install contract ok"],
  ] as const) {
    it(`${method} answers ${JSON.stringify(result)}`, () => {
      const context = createFakeTxContext({ chain });
      const outcome = context.run("c", method, parametersOf(values));
      assert.deepEqual([outcome.status, outcome.code, outcome.message], [TxStatusCode.SUCCESS, 0, ""]);
      assert.equal(bytesToUtf8(outcome.result), result);
      context.commit();
    });
  }

  it("reports a callee that is not there", () => {
    const { message } = createFakeTxContext({ chain }).run("c", "functional_verify");
    const text = "error message: [call contract] failed to get contract by [contract01], err: contract not exist";
    assert.equal(message, `${text}. ${text}`);
  });
});

/** A contract whose runtime_type says GASM. */
function buildGasmContract(methods: Parameters<typeof buildContract>[0], more: Partial<BuiltModule> = {}): Uint8Array {
  return buildContract(methods, more, GASM);
}

function call(bytecode: Uint8Array, method = "run", gasLimit?: bigint) {
  const chain = createFakeChain([createGasmVm()]);
  installFakeContract(chain, "c", bytecode, GASM);
  const context = createFakeTxContext({ chain, txId: "T", ...(gasLimit === undefined ? {} : { gasLimit }) });
  return { outcome: context.run("c", method), context };
}

/** Calls sys_call with the given request and drops what it answers. */
function sysCall(header: Uint8Array, body: Uint8Array) {
  return {
    code: (to: CodeWriter) => {
      for (const value of [1024, header.length, 4096, body.length]) to.i32(value);
      to.indexed(op.call, builtSysCall);
      to.ops(op.drop);
    },
    data: [
      { offset: 1024, bytes: header },
      { offset: 4096, bytes: body },
    ],
  };
}

describe("the calling sequence", () => {
  it("names what a module lacks", () => {
    const message = (bytecode: Uint8Array, method?: string) => {
      const { outcome } = call(bytecode, method);
      assert.deepEqual([outcome.status, outcome.code], [TxStatusCode.CONTRACT_FAIL, 1]);
      return outcome.message;
    };
    const bare = (functions: BuiltModule["functions"]) => buildModule({ functions, memory: { minimum: 1 } });
    assert.equal(message(bare([])), "exported func of name runtime_type not found");
    assert.equal(message(buildModule({ functions: [] })), "runtime error: index out of range [0] with length 0");
    const type = { type: builtTypes.toI32, code: (to: CodeWriter) => to.i32(4), exportAs: "runtime_type" };
    assert.equal(message(bare([type])), "exported func of name allocate not found");
    assert.equal(message(buildContract({})), "runtime type error, expect gasm:4, but got 2");
    assert.equal(message(buildGasmContract({})), "exported func of name run not found");
    assert.equal(message(buildGasmContract({}), "memory"), "exported elent of name memory is not functype");
    assert.equal(message(buildGasmContract({}), "allocate"), "invalid number of arguments");
    assert.equal(message(Uint8Array.of(1, 2, 3)), "not a WebAssembly module");
  });

  it("names imports that are not there", () => {
    const importing = (key: string) =>
      call(buildModule({ imports: [[key, builtTypes.action]], functions: [] })).outcome;
    assert.equal(importing("env.exec").message, "resolve imports: exec not exported in module env");
    assert.equal(importing("os.exec").message, "resolve imports: failed to resolve import of module name os");
  });

  it("takes files of both WASI modules, and ends at proc_exit", () => {
    const bytecode = buildGasmContract(
      {
        run: (to) => {
          for (let i = 0; i < 4; i++) to.i32(0);
          to.indexed(op.call, 1);
          to.ops(op.drop);
          to.i32(-7);
          to.indexed(op.call, 2);
        },
      },
      {
        imports: [
          ["env.sys_call", builtTypes.sysCall],
          ["wasi_snapshot_preview1.fd_write", builtTypes.sysCall],
          ["wasi_snapshot_preview1.proc_exit", builtTypes.fromI32],
        ],
      },
    );
    assert.equal(call(bytecode).outcome.message, "exit called by contract, code:-7");
  });

  it("passes 0 as the running call's number", () => {
    const { outcome } = call(
      buildGasmContract({
        run: (to) => {
          to.i32(2 * 65_536 + 4);
          to.ops(op.firstLoad, 2, 0);
          to.i32(1);
          to.ops(op.i32Eq, op.i32Eqz, op.if, valueType.empty, op.unreachable, op.end);
        },
      }),
    );
    assert.equal(outcome.message, "");
  });
});

describe("a failure", () => {
  const event = sysCall(methodHeader("EmitEvent"), encodeEasyCodec(requestItems({ topic: "t", data: "d" })));

  it("stands alone as message and clears events; the result stays", () => {
    const success = sysCall(methodHeader("SuccessResult"), utf8ToBytes("kept"));
    const trap = call(
      buildGasmContract(
        {
          run: (to) => {
            success.code(to);
            to.ops(op.unreachable);
          },
        },
        { data: success.data },
      ),
    ).outcome;
    assert.deepEqual([trap.message, bytesToUtf8(trap.result), trap.code], ["unreachable", "kept", 1]);
    const withEvent = call(
      buildGasmContract(
        {
          run: (to) => {
            event.code(to);
            to.ops(op.unreachable);
          },
        },
        { data: event.data },
      ),
    ).outcome;
    assert.deepEqual([withEvent.message, withEvent.events.length], ["unreachable", 0]);
    assert.equal(call(buildGasmContract({ run: event.code }, { data: event.data })).outcome.events.length, 1);
  });

  it("for want of gas says so", () => {
    const loop = buildGasmContract({ run: (to) => to.ops(op.loop, valueType.empty, op.br, 0, op.end) });
    const { outcome } = call(loop, "run", 1_000_000n);
    assert.deepEqual([outcome.message, outcome.gasUsed, outcome.events.length], ["gas over limit", 1_000_000n, 0]);
  });

  it("of a request without method tells the request; ctx_ptr may be missing", () => {
    const noMethod = sysCall(
      encodeEasyCodec([{ key: "xxxx", keyType: "system", type: "int32", value: 1 }]),
      utf8ToBytes("b"),
    );
    const { outcome } = call(buildGasmContract({ run: noMethod.code }, { data: noMethod.data }));
    assert.match(
      outcome.message,
      /^error message: get method failed:request header have no method requestHeader=.*xxxx.* requestBody=b$/s,
    );
    const put = sysCall(
      methodHeader("PutState"),
      encodeEasyCodec(requestItems({ key: "k", field: "", value: utf8ToBytes("v") })),
    );
    const { context, outcome: written } = call(buildGasmContract({ run: put.code }, { data: put.data }));
    assert.deepEqual([written.message, [...context.writes.keys()]], ["", ["c#k"]]);
  });
});

describe("memory", () => {
  it("becomes larger by stores, for the contract and for the host", () => {
    const behind = 4 * 65_536 + 100;
    const body = encodeEasyCodec(requestItems({ key: "k", field: "", value_ptr: behind }));
    const read = sysCall(methodHeader("GetStateLen"), body);
    const { outcome } = call(
      buildGasmContract(
        {
          run: (to) => {
            to.i32(behind);
            to.i32(1);
            to.ops(op.i32Store8, 0, 0);
            read.code(to);
          },
        },
        { data: read.data },
      ),
    );
    assert.equal(outcome.message, "");
  });
});

function methodHeader(method: string): Uint8Array {
  return encodeEasyCodec([{ key: "method", keyType: "system", type: "string", value: method }]);
}
