import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RuntimeType } from "@yanta/protocol";
import { buildScript, requestItems } from "../testing/built-contract.ts";
import { fuzzModules } from "../testing/module-fuzz.ts";
import { readContract } from "../testing/read-contract.ts";
import { createGasmVm } from "./gasm/create-gasm-vm.ts";
import { createWasmerVm } from "./wasmer/create-wasmer-vm.ts";
import { createWxvmVm } from "./wxvm/create-wxvm-vm.ts";

/** Another slice every day; the failure's text names the seed. */
const seed = Math.floor(Date.now() / 86_400_000) * 1_000_000;

describe("damaged contracts", () => {
  const vms = () => [createWasmerVm({ isolation: "fresh-instance" }), createWasmerVm()];

  it(`small ones end the same way on fresh and reused instances (seed ${seed})`, () => {
    const bytecode = buildScript([
      { method: "PutState", body: requestItems({ key: "k", field: "f", value: Uint8Array.of(1) }) },
      { method: "GetStateLen", body: requestItems({ key: "k", field: "f", value_ptr: 200_000 }) },
      { method: "EmitEvent", body: requestItems({ topic: "t", data: "d" }) },
      { method: "KvPreIterator", body: requestItems({ start_key: "k", start_field: "", value_ptr: 200_000 }) },
    ]);
    const counts = fuzzModules({ bytecode, hotBytes: bytecode.length, vms: vms(), methods: ["run"], seed, cases: 150 });
    assert.ok(counts.refused > 0 && counts.succeeded > 0 && counts.failed > 0, JSON.stringify(counts));
  });

  it(`real ones too (seed ${seed})`, () => {
    const counts = fuzzModules({
      bytecode: readContract("rust-fact-2.0.0"),
      hotBytes: 60_000,
      vms: vms(),
      methods: ["save", "init_contract", "test_put_state"],
      seed,
      cases: 6,
    });
    assert.equal(counts.refused + counts.succeeded + counts.failed, 6);
  });

  it(`of other runtimes, too (seed ${seed})`, () => {
    for (const [bytecode, runtimeType, createVm, cases] of [
      [readContract("go-fact-2.0.0"), RuntimeType.GASM, createGasmVm, 10],
      [readContract("cpp-func-verify-1.0.0"), RuntimeType.WXVM, createWxvmVm, 25],
    ] as const) {
      const counts = fuzzModules({
        bytecode,
        runtimeType,
        hotBytes: 34_000,
        vms: [createVm({ isolation: "fresh-instance" }), createVm()],
        methods: ["save", "init_contract", "functional_verify"],
        seed,
        cases,
      });
      assert.equal(counts.refused + counts.succeeded + counts.failed, cases);
    }
  });
});
