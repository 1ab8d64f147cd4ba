import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { utf8ToBytes } from "@yanta/bytes";
import { RuntimeType } from "@yanta/protocol";
import { buildContract, buildScript, requestItems } from "../../testing/built-contract.ts";
import { createFakeChain, createFakeTxContext, installFakeContract } from "../../testing/fake-tx-context.ts";
import { readContract } from "../../testing/read-contract.ts";
import { vmComplianceSuite } from "../../testing/vm-compliance.ts";
import { type BuiltModule, builtTypes } from "../../testing/module-builder.ts";
import { op, valueType } from "../module/opcodes.ts";
import { createWasmerVm } from "./create-wasmer-vm.ts";

const fact = new Map(
  Object.entries({ file_hash: "h", file_name: "n", time: "1" }).map(([key, value]) => [key, utf8ToBytes(value)]),
);

for (const isolation of ["dirty-pages", "whole-memory", "fresh-instance"] as const) {
  vmComplianceSuite(`WASMER, ${isolation}`, {
    createVm: () => createWasmerVm({ isolation }),
    runtimeType: RuntimeType.WASMER,
    bytecode: readContract("rust-fact-2.0.0"),
    write: { method: "save", parameters: fact },
    read: {
      method: "find_by_file_hash",
      parameters: fact,
      result: utf8ToBytes('{"file_hash":"h","file_name":"n","time":"1"}'),
    },
    fail: { method: "sum", parameters: new Map() },
  });
}

describe("the calling sequence", () => {
  const message = (functions: BuiltModule["functions"], more: Partial<BuiltModule> = {}, method = "run") => {
    const chain = createFakeChain([createWasmerVm()]);
    installFakeContract(chain, "c", buildContract({}, { functions, ...more }));
    return createFakeTxContext({ chain, txId: "T" }).run("c", method).message;
  };
  const wrapped = (text: string) => `contract invoke failed, ${text}, tx: T`;

  it("names what a module lacks", () => {
    const chain = createFakeChain([createWasmerVm()]);
    const bare = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    installFakeContract(chain, "c", bare);
    assert.equal(
      createFakeTxContext({ chain, txId: "T" }).run("c", "run").message,
      wrapped("method [runtime_type] not export, err = Export `runtime_type` does not exist"),
    );
    assert.equal(message([]), wrapped("find method [run] failed, err = Export `run` does not exist"));
    assert.equal(
      message([], { memory: undefined }),
      wrapped("[allocate] can't get exported memory, err = Export `memory` does not exist"),
    );
    assert.equal(message([], {}, "memory"), "runtime error: invalid memory address or nil pointer dereference");
  });

  it("names no internal export", () => {
    for (const method of ["begin", "spend", "gas_left", "f:run", "start"])
      assert.equal(
        message([], {}, method),
        wrapped(`find method [${method}] failed, err = Export \`${method}\` does not exist`),
      );
  });

  it("ignores what a method returns", () => {
    assert.equal(message([{ type: builtTypes.toI32, code: (to) => to.i32(5), exportAs: "run" }]), "");
    const pair = [{ parameters: [], results: [valueType.i64, valueType.f32] }];
    assert.equal(
      message(
        [
          {
            type: Object.keys(builtTypes).length,
            code: (to) => {
              to.i64(1);
              to.ops(op.f32Const, 0, 0, 0, 0, op.return);
            },
            exportAs: "run",
          },
        ],
        { types: pair },
      ),
      "",
    );
  });

  it("keeps the result but no events of a run that fails after SuccessResult", () => {
    const chain = createFakeChain([createWasmerVm()]);
    const steps = [
      { method: "EmitEvent", body: requestItems({ topic: "t", data: "d" }) },
      { method: "SuccessResult", body: utf8ToBytes("done") },
      { method: "ErrorResult", body: utf8ToBytes("lost") },
    ];
    installFakeContract(
      chain,
      "c",
      buildScript(steps, (to) => to.ops(op.unreachable)),
    );
    const outcome = createFakeTxContext({ chain, txId: "T" }).run("c", "run");
    assert.deepEqual(
      [outcome.code, outcome.message, outcome.result, outcome.events.length],
      [1, wrapped("unreachable"), utf8ToBytes("done"), 0],
    );
  });
});
