import { createWasmerVm } from "@yanta/vm";
import { buildScript, fuzzModules, readContract, requestItems } from "@yanta/vm/testing";
import type { FuzzTarget } from "../fuzz-target.ts";

/** Modules that a contract's author hands in: parsed, metered, run. */
const modules: FuzzTarget = {
  name: "wasm-module",
  weight: 0.5,
  open: () => {
    const small = buildScript([
      { method: "PutState", body: requestItems({ key: "k", field: "f", value: Uint8Array.of(1) }) },
      { method: "EmitEvent", body: requestItems({ topic: "t", data: "d" }) },
    ]);
    const real = readContract("rust-fact-2.0.0");
    const vm = createWasmerVm();
    return {
      run(random) {
        const isReal = random.below(50) === 0;
        const { refused } = fuzzModules({
          bytecode: isReal ? real : small,
          hotBytes: isReal ? 60_000 : small.length,
          vms: [vm],
          methods: isReal ? ["save", "init_contract"] : ["run"],
          seed: random.below(2 ** 31),
          cases: 1,
        });
        return refused > 0 ? "refused" : "accepted";
      },
      close: () => vm.close(),
    };
  },
};

export const wasmTargets: readonly FuzzTarget[] = [modules];
