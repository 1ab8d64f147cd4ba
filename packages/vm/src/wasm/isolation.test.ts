import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { utf8ToBytes } from "@yanta/bytes";
import { encodeEasyCodec, RuntimeType, TxStatusCode } from "@yanta/protocol";
import fc from "fast-check";
import type { Vm } from "../interface.ts";
import { buildContract, builtSysCall, firstBuiltMethod, requestItems } from "../testing/built-contract.ts";
import {
  createFakeChain,
  createFakeTxContext,
  type FakeChain,
  installFakeContract,
} from "../testing/fake-tx-context.ts";
import { type BuiltModule, builtTypes } from "../testing/module-builder.ts";
import { readContract } from "../testing/read-contract.ts";
import { createWasmVms } from "./create-wasm-vms.ts";
import { detectIsolation, type Isolation } from "./isolation.ts";
import type { CodeWriter } from "./module/code-writer.ts";
import { op } from "./module/opcodes.ts";
import { createWasmerVm } from "./wasmer/create-wasmer-vm.ts";

const isolations: readonly Isolation[] = ["fresh-instance", "whole-memory", "dirty-pages"];

interface Call {
  readonly contract: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly gasLimit: bigint;
}

/** All that a call shows to the outside. */
function observe(chain: FakeChain, { contract, method, parameters, gasLimit }: Call) {
  const context = createFakeTxContext({ chain, gasLimit });
  const outcome = context.run(
    contract,
    method,
    new Map(Object.entries(parameters).map(([key, value]) => [key, utf8ToBytes(value)])),
  );
  const seen = { outcome, reads: [...context.reads], writes: [...context.writes], logs: context.logs };
  if (outcome.status === TxStatusCode.SUCCESS) context.commit();
  return seen;
}

const contracts = [
  ["fact", readContract("rust-fact-2.0.0"), RuntimeType.WASMER],
  ["asset", readContract("rust-asset-2.0.0"), RuntimeType.WASMER],
  ["go", readContract("go-fact-2.0.0"), RuntimeType.GASM],
  ["cpp", readContract("cpp-func-verify-1.0.0"), RuntimeType.WXVM],
  ["contract01", readContract("cpp-func-verify-1.0.0"), RuntimeType.WXVM],
] as const;

function chainOf(vms: readonly Vm[]): FakeChain {
  const chain = createFakeChain(vms);
  for (const [name, bytecode, runtimeType] of contracts) installFakeContract(chain, name, bytecode, runtimeType);
  return chain;
}

const gasLimit = fc.constantFrom(10_000_000_000n, 10_000_000_000n, 10_000_000_000n, 400_000n, 100_000n, 20_000n, 0n);
const word = fc.string({ maxLength: 40 });
const factCall = fc.record({
  contract: fc.constantFrom("fact", "go", "go", "cpp"),
  method: fc.constantFrom(
    "save",
    "save",
    "find_by_file_hash",
    "increase",
    "query",
    "sum",
    "functional_verify",
    "test_put_state",
    "test_kv_iterator",
    "test_put_pre_state",
    "test_iter_pre_field",
    "test_iter_pre_key",
    "nope",
  ),
  parameters: fc.record(
    {
      file_hash: fc.constantFrom("h1", "h2", "", "a b"),
      file_name: word,
      time: fc.constantFrom("1", "x"),
      contract_name: fc.constantFrom("fact", "asset", "cpp", "none"),
      method: fc.constantFrom("query", "name"),
      key: fc.constantFrom("count", "k"),
    },
    { requiredKeys: [] },
  ),
  gasLimit,
});
const assetCall = fc.record({
  contract: fc.constant("asset"),
  method: fc.constantFrom(
    "init_contract",
    "register",
    "issue_amount",
    "transfer",
    "approve",
    "balance_of",
    "query_address",
    "total_supply",
    "name",
  ),
  parameters: fc.record(
    {
      to: word,
      owner: word,
      amount: fc.constantFrom("1", "-1", "99999999999"),
      issue_limit: fc.constant("1000"),
      total_supply: fc.constant("1000"),
      manager_pk: fc.constant("bb".repeat(20)),
    },
    { requiredKeys: [] },
  ),
  gasLimit,
});

describe("reused instances", () => {
  const vms = isolations.map((isolation) => createWasmVms({ isolation }));

  it("show the same as fresh ones over random calls of real contracts", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(factCall, assetCall), { minLength: 2, maxLength: 25 }), (calls) => {
        const seen = vms.map((each) => {
          const chain = chainOf(each);
          return calls.map((call) => observe(chain, call));
        });
        assert.deepEqual(seen[1], seen[0]);
        assert.deepEqual(seen[2], seen[0]);
      }),
      { numRuns: 25 },
    );
  });

  it("are the default of this engine, by dirty pages", () => {
    assert.equal(detectIsolation(), "dirty-pages");
  });
});

describe("nothing is left of a call", () => {
  const header = encodeEasyCodec([
    { key: "ctx_ptr", keyType: "system", type: "int32", value: 1 },
    { key: "method", keyType: "system", type: "string", value: "SuccessResult" },
  ]);
  const answerFunction = firstBuiltMethod + 2;

  /** `look` leaves an i32, which becomes the result and is returned; it must be the same before and after `change` ran. */
  function assertForgotten(
    change: (to: CodeWriter) => void,
    look: (to: CodeWriter) => void,
    more: Partial<BuiltModule> = {},
    start?: (to: CodeWriter) => void,
  ): number {
    const answer = (to: CodeWriter) => {
      to.i32(8);
      to.indexed(op.localGet, 0);
      to.ops(op.i32Store, 2, 0);
      for (const value of [1024, header.length, 8, 4]) to.i32(value);
      to.indexed(op.call, builtSysCall);
    };
    const methods = {
      change,
      look: (to: CodeWriter) => {
        look(to);
        to.indexed(op.call, answerFunction);
        to.ops(op.drop);
      },
    };
    const bytecode = buildContract(methods, {
      data: [{ offset: 1024, bytes: header }],
      functions: [
        { type: builtTypes.i32ToI32, code: answer },
        ...(start === undefined ? [] : [{ type: builtTypes.action, code: start }]),
      ],
      ...more,
    });
    const run = (isolation: Isolation) => {
      const chain = createFakeChain([createWasmerVm({ isolation })]);
      installFakeContract(chain, "c", bytecode);
      return ["look", "change", "look", "change", "change", "look"].map((method) =>
        createFakeTxContext({ chain }).run("c", method),
      );
    };
    const fresh = run("fresh-instance");
    assert.deepEqual([fresh[0]?.message, fresh[0]?.result.length, fresh[1]?.message], ["", 4, ""]);
    assert.deepEqual(fresh[2], fresh[0]);
    for (const isolation of isolations) assert.deepEqual(run(isolation), fresh, isolation);
    const { result } = fresh[0] ?? { result: new Uint8Array(4) };
    return new DataView(result.buffer, result.byteOffset).getInt32(0, true);
  }

  const load = (address: number) => (to: CodeWriter) => {
    to.i32(address);
    to.ops(op.firstLoad, 2, 0);
  };
  const storeI64 = (address: number) => (to: CodeWriter) => {
    to.i32(address);
    to.i64(-1);
    to.ops(op.i64Store, 3, 0);
  };

  it("in memory, at page borders and with offsets", () => {
    for (const address of [0, 1024, 4096, 65_536, 4 * 65_536 - 8]) assertForgotten(storeI64(address), load(address));
    assertForgotten(storeI64(4092), load(4096));
    assertForgotten(storeI64(2 * 4096 - 7), load(2 * 4096 - 3));
    assertForgotten((to) => {
      to.i32(4);
      to.i32(7);
      to.ops(op.i32Store8, 0);
      to.uint32(100_000);
    }, load(100_004));
    for (const [opcode, constant] of [
      [op.f32Store, op.f32Const],
      [op.f64Store, op.f64Const],
    ] as const) {
      assertForgotten((to) => {
        to.i32(50_000);
        to.ops(constant, ...Array.from({ length: constant === op.f32Const ? 4 : 8 }, () => 0x3f), opcode, 2, 0);
      }, load(50_000));
    }
  });

  it("of bulk operations", () => {
    const bulk =
      (opcode: number, values: readonly number[], ...immediates: number[]) =>
      (to: CodeWriter) => {
        for (const value of values) to.i32(value);
        to.prefixed(opcode, ...immediates);
      };
    assertForgotten(bulk(op.memoryFill, [10_000, 3, 9_000], 0), load(18_996));
    assertForgotten(bulk(op.memoryCopy, [30_000, 1024, 20], 0, 0), load(30_000));
    assertForgotten(bulk(op.memoryInit, [40_000, 0, 4], 1, 0), load(40_000), {
      passiveData: [Uint8Array.of(1, 2, 3, 4)],
    });
  });

  it("that the host wrote", () => {
    const call =
      (...pointers: readonly number[]) =>
      (to: CodeWriter) => {
        for (const pointer of pointers) to.i32(pointer);
        to.indexed(op.call, builtSysCall);
        to.ops(op.drop);
      };
    const requests = ["GetStateLen", "GetState"].map((method) =>
      encodeEasyCodec([
        { key: "ctx_ptr", keyType: "system", type: "int32", value: 1 },
        { key: "method", keyType: "system", type: "string", value: method },
      ]),
    );
    const body = encodeEasyCodec(requestItems({ key: "k", field: "", value_ptr: 2 * 4096 - 2 }));
    const write = encodeEasyCodec(requestItems({ key: "k", field: "", value: Uint8Array.of(9, 8, 7, 6) }));
    const put = encodeEasyCodec([
      { key: "ctx_ptr", keyType: "system", type: "int32", value: 1 },
      { key: "method", keyType: "system", type: "string", value: "PutState" },
    ]);
    const parts = [header, requests[0] ?? header, requests[1] ?? header, body, put, write];
    const data = parts.map((bytes, index) => ({ offset: 1024 + index * 256, bytes }));
    const [, lengthAt, valueAt, bodyAt, putAt, writeAt] = data.map(({ offset, bytes }) => [offset, bytes.length]);
    for (const address of [2 * 4096 - 4, 2 * 4096]) {
      assertForgotten(
        (to) => {
          call(...(putAt ?? []), ...(writeAt ?? []))(to);
          call(...(lengthAt ?? []), ...(bodyAt ?? []))(to);
          call(...(valueAt ?? []), ...(bodyAt ?? []))(to);
        },
        load(address),
        { data },
      );
    }
  });

  it("in globals, of growth and of dropped segments", () => {
    assertForgotten(
      (to) => {
        to.i32(9);
        to.indexed(op.globalSet, 0);
      },
      (to) => to.indexed(op.globalGet, 0),
      { globals: [5] },
    );
    for (const pages of [1, 32, 40, 1_000]) {
      assertForgotten(
        (to) => {
          to.i32(pages);
          to.ops(op.memoryGrow, 0, op.drop);
          storeI64(4 * 65_536)(to);
        },
        (to) => to.ops(op.memorySize, 0),
      );
    }
    assertForgotten(
      (to) => to.prefixed(op.dataDrop, 1),
      (to) => {
        for (const value of [40_000, 0, 4]) to.i32(value);
        to.prefixed(op.memoryInit, 1, 0);
        load(40_000)(to);
      },
      { passiveData: [Uint8Array.of(1, 2, 3, 4)] },
    );
  });

  it("and each call begins with what the start function left", () => {
    const start = (to: CodeWriter) => {
      storeI64(70_000)(to);
      to.i32(77);
      to.indexed(op.globalSet, 0);
      to.i32(2);
      to.ops(op.memoryGrow, 0, op.drop);
    };
    const parts: Partial<BuiltModule> = { globals: [5], start: answerFunction + 1 };
    const looks: readonly ((to: CodeWriter) => void)[] = [
      load(70_000),
      (to) => to.indexed(op.globalGet, 0),
      (to) => to.ops(op.memorySize, 0),
    ];
    const seen = looks.map((look) => {
      const change = (to: CodeWriter) => {
        to.i32(70_000);
        to.i32(0);
        to.ops(op.i32Store, 2, 0);
        to.i32(1);
        to.indexed(op.globalSet, 0);
      };
      return assertForgotten(change, look, parts, start);
    });
    assert.deepEqual(seen, [-1, 77, 6]);
  });
});
