import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import { buildWxvmContract } from "../../testing/built-wxvm-contract.ts";
import { installFakeContract } from "../../testing/fake-tx-context.ts";
import { type BuiltModule, buildModule, builtTypes } from "../../testing/module-builder.ts";
import { readContract } from "../../testing/read-contract.ts";
import { vmComplianceSuite } from "../../testing/vm-compliance.ts";
import { callWxvm, wxvmChainOf } from "../../testing/wxvm-run.ts";
import type { CodeWriter } from "../module/code-writer.ts";
import { op, valueType } from "../module/opcodes.ts";
import { createWxvmVm } from "./create-wxvm-vm.ts";

const { WXVM } = RuntimeType;

function parametersOf(values: Readonly<Record<string, string>>): Map<string, Uint8Array> {
  return new Map(Object.entries(values).map(([key, value]) => [key, utf8ToBytes(value)]));
}

const fact = parametersOf({ file_hash: "h", file_name: "n", time: "1" });

for (const isolation of ["dirty-pages", "whole-memory", "fresh-instance"] as const) {
  vmComplianceSuite(`WXVM, ${isolation}`, {
    createVm: () => createWxvmVm({ isolation }),
    runtimeType: WXVM,
    bytecode: readContract("cpp-func-verify-1.0.0"),
    write: { method: "save", parameters: fact },
    read: { method: "find_by_file_hash", parameters: fact, result: utf8ToBytes(" n h") },
    fail: { method: "nope", parameters: new Map() },
  });
}

describe("cpp-func-verify", () => {
  const chain = wxvmChainOf(readContract("cpp-func-verify-1.0.0"));
  const answer = (method: string, values: Readonly<Record<string, string>> = {}) => {
    const { context, outcome } = callWxvm(chain, method, values);
    assert.deepEqual([outcome.status, outcome.code, outcome.message], [TxStatusCode.SUCCESS, 0, ""]);
    const writes = [...context.writes.keys()];
    context.commit();
    return { text: bytesToUtf8(outcome.result), events: outcome.events, writes, logs: context.logs };
  };

  it("initialises and upgrades without a result", () => {
    for (const method of ["init_contract", "upgrade"]) assert.equal(answer(method).text, "");
  });

  it("saves under the key alone, emits, and finds again", () => {
    const { text, events, writes } = answer("save", { file_hash: "h1", file_name: "name", tx_id: "12" });
    assert.deepEqual([text, writes], ["12 name h1", ["c#h1"]]);
    assert.deepEqual(
      events.map(({ topic, contractName, contractVersion, eventData }) => [
        topic,
        contractName,
        contractVersion,
        eventData,
      ]),
      [["topic_vx", "c", "1.0.0", ["h1", "name"]]],
    );
    assert.equal(answer("find_by_file_hash", { file_hash: "h1" }).text, "12 name h1");
    assert.equal(answer("find_by_file_hash", { file_hash: "none" }).text, "");
  });

  it("verifies its functions, without and with the contract that it calls", () => {
    assert.deepEqual(answer("functional_verify").writes, ["c#test"]);
    installFakeContract(chain, "contract01", readContract("cpp-func-verify-1.0.0"), WXVM);
    const { writes, events } = answer("functional_verify");
    assert.deepEqual(writes, ["c#test", "contract01#test"]);
    assert.deepEqual(
      events.map(({ contractName }) => contractName),
      ["contract01"],
    );
  });
});

describe("the calling sequence", () => {
  const message = (bytecode: Uint8Array, method?: string) => {
    const { outcome } = callWxvm(wxvmChainOf(bytecode), method);
    assert.deepEqual([outcome.status, outcome.code, outcome.events.length], [TxStatusCode.CONTRACT_FAIL, 1, 0]);
    return outcome.message;
  };

  it("names what a module lacks", () => {
    assert.equal(message(buildWxvmContract({})), "_run not found");
    assert.equal(message(buildModule({ functions: [] })), "no memory");
    assert.equal(message(Uint8Array.of(1)), "not a WebAssembly module");
    const more: Partial<BuiltModule> = {
      functions: [{ type: builtTypes.i32ToI32, code: (to) => to.i32(0), exportAs: "_run" }],
    };
    assert.equal(message(buildWxvmContract({}, more)), "trap error:invalid function argument");
  });

  it("names imports that do not fit", () => {
    const importing = (more: Partial<BuiltModule>) => message(buildWxvmContract({ run: () => undefined }, more));
    assert.equal(importing({ imports: [["env.exec", builtTypes.action]] }), "trap error:env.exec can't be resolved");
    assert.equal(
      importing({ imports: [["env._abort", builtTypes.i32ToI32]] }),
      "trap error:env._abort not match with host signature",
    );
    assert.equal(
      importing({ partImports: [{ kind: "global", key: "env.secret", type: valueType.i32 }] }),
      "trap error:env.secret can't be resolved",
    );
    assert.equal(
      importing({ partImports: [{ kind: "global", key: "global.NaN", type: valueType.i32 }] }),
      "trap error:global.NaN not match with host signature",
    );
  });

  it("ends with words for each trap", () => {
    const ending = (run: (to: CodeWriter) => void, more: Partial<BuiltModule> = {}) =>
      message(buildWxvmContract({ run }, more));
    assert.equal(
      ending((to) => to.ops(op.unreachable)),
      "trap error:unreachable instruction executed",
    );
    assert.equal(
      ending((to) => {
        to.i32(8 * 65_536);
        to.ops(op.firstLoad, 0, 0, op.drop);
      }),
      "trap error:trap",
    );
    assert.equal(
      ending((to) => to.indexed(op.call, 2)),
      "trap error:call stack exhausted",
    );
    const { outcome } = callWxvm(
      wxvmChainOf(buildWxvmContract({ run: (to) => to.ops(op.loop, valueType.empty, op.br, 0, op.end) })),
      "run",
      {},
      1_000_000n,
    );
    assert.deepEqual([outcome.message, outcome.gasUsed], ["trap error:run out of gas limit", 1_000_000n]);
    for (const [name, reason] of [
      ["_llvm_trap", "llvm trap called"],
      ["___cxa_pure_virtual", "___cxa_pure_virtual not implemented"],
    ])
      assert.equal(
        ending((to) => to.indexed(op.call, 0), { imports: [[`env.${name}`, builtTypes.action]] }),
        `trap error:${reason}`,
      );
  });

  it("does not grow the memory", () => {
    const bytecode = buildWxvmContract({
      run: (to) => {
        to.i32(1);
        to.ops(op.memoryGrow, 0);
        to.i32(-1);
        to.ops(op.i32Eq, op.i32Eqz, op.if, valueType.empty, op.unreachable, op.end);
      },
    });
    assert.equal(callWxvm(wxvmChainOf(bytecode)).outcome.message, "");
  });

  it("sets the end of the heap behind the C stack", () => {
    /** Fails unless the word at address 924 is as expected. */
    const expectHeap = (expected: number) => (to: CodeWriter) => {
      to.indexed(op.globalGet, 1);
      to.ops(op.firstLoad, 2, 0);
      to.i32(expected);
      to.ops(op.i32Eq, op.i32Eqz, op.if, valueType.empty, op.unreachable, op.end);
    };
    const stackAlloc = { type: builtTypes.i32ToI32, code: (to: CodeWriter) => to.i32(5040), exportAs: "stackAlloc" };
    const runs = [
      wxvmChainOf(buildWxvmContract({ run: expectHeap(267_184) }, { functions: [stackAlloc] })),
      wxvmChainOf(
        buildWxvmContract({ run: expectHeap(8192 + 262_144) }, { data: [{ offset: 4096, bytes: Uint8Array.of(1) }] }),
      ),
    ];
    for (const chain of runs) for (let i = 0; i < 3; i++) assert.equal(callWxvm(chain).outcome.message, "");
  });

  it("fills the imported table from the imported base", () => {
    const bytecode = buildWxvmContract(
      {
        run: (to) => {
          to.i32(0);
          to.ops(op.callIndirect, builtTypes.action, 0);
        },
        other: (to) => to.ops(op.unreachable),
      },
      { table: [3], tableOffsetGlobal: 0 },
    );
    assert.equal(callWxvm(wxvmChainOf(bytecode)).outcome.message, "trap error:unreachable instruction executed");
  });
});
