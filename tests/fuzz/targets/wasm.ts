import { RuntimeType } from "@yanta/protocol";
import { createWasmVms } from "@yanta/vm";
import { buildScript, buildWxvmScript, fuzzModules, readContract, requestItems } from "@yanta/vm/testing";
import type { FuzzTarget } from "../fuzz-target.ts";

/** A contract to damage: one in fifty cases is a real one, which takes longer to prepare. */
interface Sample {
  readonly runtimeType: RuntimeType;
  readonly bytecode: Uint8Array;
  /** Where declarations and code stand. */
  readonly hotBytes: number;
  readonly methods: readonly string[];
}

/** Modules that a contract's author hands in: parsed, metered, run. */
const modules: FuzzTarget = {
  name: "wasm-module",
  weight: 0.5,
  open: () => {
    const put = requestItems({ key: "k", field: "f", value: Uint8Array.of(1) });
    const event = requestItems({ topic: "t", data: "d" });
    const script = buildScript([
      { method: "PutState", body: put },
      { method: "EmitEvent", body: event },
    ]);
    const wxvmScript = buildWxvmScript([
      { method: "PutObject", items: requestItems({ key: "k", value: "v" }) },
      { method: "NewIterator", items: requestItems({ start: "a", limit: "z", cap: 3 }) },
      { method: "EmitEvent", items: event },
    ]);
    const small: readonly Sample[] = [
      { runtimeType: RuntimeType.WASMER, bytecode: script, hotBytes: script.length, methods: ["run"] },
      { runtimeType: RuntimeType.WXVM, bytecode: wxvmScript, hotBytes: wxvmScript.length, methods: ["run"] },
    ];
    const methods = ["save", "init_contract", "functional_verify"];
    const real: readonly Sample[] = [
      { runtimeType: RuntimeType.WASMER, bytecode: readContract("rust-fact-2.0.0"), hotBytes: 60_000, methods },
      { runtimeType: RuntimeType.GASM, bytecode: readContract("go-fact-2.0.0"), hotBytes: 60_000, methods },
      { runtimeType: RuntimeType.WXVM, bytecode: readContract("cpp-func-verify-1.0.0"), hotBytes: 34_000, methods },
    ];
    const vms = createWasmVms();
    return {
      run(random) {
        const sample = random.pick(random.below(50) === 0 ? real : small);
        const { refused } = fuzzModules({
          ...sample,
          vms: vms.filter(({ runtimeTypes }) => runtimeTypes.includes(sample.runtimeType)),
          seed: random.below(2 ** 31),
          cases: 1,
        });
        return refused > 0 ? "refused" : "accepted";
      },
      close: () => {
        for (const vm of vms) vm.close();
      },
    };
  },
};

export const wasmTargets: readonly FuzzTarget[] = [modules];
