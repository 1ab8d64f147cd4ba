import assert from "node:assert/strict";
import { it } from "node:test";
import { setFlagsFromString } from "node:v8";
import { buildContract, firstBuiltMethod } from "../testing/built-contract.ts";
import { createFakeChain, createFakeTxContext, installFakeContract } from "../testing/fake-tx-context.ts";
import { builtTypes } from "../testing/module-builder.ts";
import type { CodeWriter } from "./module/code-writer.ts";
import { op } from "./module/opcodes.ts";
import { createWasmerVm } from "./wasmer/create-wasmer-vm.ts";

it("memory that the machine does not have fails the call, and is not remembered as a refusal of the module", () => {
  const start = (to: CodeWriter) => {
    to.i32(200);
    to.ops(op.memoryGrow, 0, op.drop);
  };
  const bytecode = buildContract(
    { run: () => undefined },
    {
      functions: [{ type: builtTypes.action, code: start }],
      start: firstBuiltMethod + 1,
    },
  );
  const vm = createWasmerVm();
  const call = () => {
    const chain = createFakeChain([vm]);
    installFakeContract(chain, "c", bytecode);
    return createFakeTxContext({ chain, txId: "T" }).run("c", "run");
  };
  const pagesOfEngines = 65_536;
  setFlagsFromString("--wasm-max-mem-pages=100");
  try {
    for (let round = 0; round < 2; round++) assert.throws(() => call(), { code: "VM_MEMORY_EXHAUSTED" });
  } finally {
    setFlagsFromString(`--wasm-max-mem-pages=${pagesOfEngines}`);
  }
  assert.equal(call().message, "");
});
