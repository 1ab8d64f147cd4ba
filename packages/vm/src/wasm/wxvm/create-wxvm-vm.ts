import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import { failedCall } from "../../call-frame/failed-call.ts";
import type { CallOutcome, Vm, VmCall } from "../../interface.ts";
import { ContractModules, type RunnableModule } from "../contract-modules.ts";
import { detectIsolation } from "../isolation.ts";
import { valueType } from "../module/opcodes.ts";
import type { RefusedModule } from "../prepared-module.ts";
import { callGasLimit, type ContractRun, runContract, type RunEnd, trapText } from "../run-contract.ts";
import { createStackBudget } from "../stack-budget.ts";
import type { WasmVmOptions } from "../wasm-vm-options.ts";
import { WxvmFrame } from "./wxvm-frame.ts";
import { createWxvmBindings, heapTopAddress, wxvmImports } from "./wxvm-host.ts";
import { hostTrap, type WxvmInstance } from "./wxvm-memory.ts";

/** Stack of the C runtime, between static data and heap. Spec: vm.md §3. */
const cStackBytes = 256 * 1024;
/** Static data ends on such a border where the contract does not say. */
const dataAlignment = 4096;

/**
 * Runtime WXVM: contracts built with ChainMaker's C++ SDK and emscripten.
 *
 * Spec: vm.md §3, §4.1; docs/spec-notes.md.
 */
export function createWxvmVm(options: WasmVmOptions = {}): Vm {
  const stack = options.stack ?? createStackBudget();
  const modules = new ContractModules<WxvmFrame>({
    imports: wxvmImports,
    bindings: createWxvmBindings(stack),
    isolation: options.isolation ?? detectIsolation(),
    initialise: setHeapTop,
  });
  return {
    runtimeTypes: [RuntimeType.WXVM],
    invoke: (call, context) => {
      const module = modules.get(call.bytecode);
      if (module.kind === "refused") return failedCall(TxStatusCode.CONTRACT_FAIL, refusalText(module));
      const frame = new WxvmFrame(call, context, callGasLimit(call, context));
      return toOutcome(
        frame,
        runContract({ modules, stack }, module, frame, (instance) => run(module, instance, call)),
      );
    },
    close: () => modules.close(),
  };
}

/** Puts the heap behind the C stack, which begins where the contract's own `stackAlloc` says, or behind the static data. */
function setHeapTop(instance: WxvmInstance): void {
  if (instance.memorySize === 0) return;
  const { exports, dataEnd } = instance.module;
  const type = exports.get("stackAlloc");
  if (type === undefined) {
    instance.writeUint32(heapTopAddress, Math.ceil(dataEnd / dataAlignment) * dataAlignment + cStackBytes);
    return;
  }
  if (type.parameters.join() !== String(valueType.i32) || type.results.join() !== String(valueType.i32))
    throw hostTrap("invalid function argument");
  instance.writeUint32(heapTopAddress, Number(instance.call("stackAlloc", 0)) + cStackBytes);
}

/** The calling sequence. Spec: vm.md §3. */
function run({ module }: RunnableModule<WxvmFrame>, instance: WxvmInstance, call: VmCall): RunEnd {
  if (module.declaredPages === 0) return { kind: "refused", text: "no memory" };
  const name = `_${call.method}`;
  const type = module.exports.get(name);
  if (type === undefined) return { kind: "refused", text: `${name} not found` };
  if (type.parameters.length > 0) return { kind: "refused", text: "trap error:invalid function argument" };
  instance.call(name);
  return { kind: "returned" };
}

/** Why a module does not run: ChainMaker's text for imports, ours for what is no module. */
function refusalText({ reason, unresolved }: RefusedModule): string {
  if (unresolved === undefined) return reason;
  const key = `${unresolved.module}.${unresolved.name}`;
  return unresolved.problem === "unknown"
    ? `trap error:${key} can't be resolved`
    : `trap error:${key} not match with host signature`;
}

/** A failure's text replaces what was there; the result stays, events do not. */
function toOutcome(frame: WxvmFrame, { end, gasUsed, gasLeft }: ContractRun): CallOutcome {
  const failedWith = (message: string): CallOutcome => ({
    status: TxStatusCode.CONTRACT_FAIL,
    code: 1,
    result: frame.result,
    message,
    gasUsed,
    events: [],
  });
  if (gasLeft < 0) return failedWith("trap error:run out of gas limit");
  switch (end.kind) {
    case "refused":
    case "panic":
      return failedWith(end.text);
    case "trap":
      return failedWith(
        `trap error:${end.cause === "unreachable" ? "unreachable instruction executed" : trapText(end.cause)}`,
      );
    case "returned":
      return frame.toOutcome(gasUsed);
  }
}
