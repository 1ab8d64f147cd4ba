import { utf8ToBytes } from "@yanta/bytes";
import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import { failedCall } from "../../call-frame/failed-call.ts";
import type { CallOutcome, Vm, VmCall } from "../../interface.ts";
import { parametersToItems } from "../bytes-items.ts";
import type { ContractInstance } from "../contract-instance.ts";
import { ContractModules, type RunnableModule } from "../contract-modules.ts";
import { checkGoSlice } from "../go-panic.ts";
import { detectIsolation } from "../isolation.ts";
import { valueType } from "../module/opcodes.ts";
import type { RefusedModule } from "../prepared-module.ts";
import { callGasLimit, type ContractRun, runContract, type RunEnd, trapText } from "../run-contract.ts";
import { createStackBudget } from "../stack-budget.ts";
import { SysCallFrame } from "../sys-call/sys-call-frame.ts";
import type { WasmVmOptions } from "../wasm-vm-options.ts";
import { createGasmBindings, gasmImports } from "./gasm-host.ts";

/**
 * Runtime GASM: contracts built with ChainMaker's TinyGo SDK. As in ChainMaker only a start section runs before the method, never
 * `_start`. Its clock of one second a call is gas here, which every node counts alike.
 *
 * Spec: vm.md §2, §4.1, §8.3.
 */
export function createGasmVm(options: WasmVmOptions = {}): Vm {
  const stack = options.stack ?? createStackBudget();
  const modules = new ContractModules<SysCallFrame>({
    imports: gasmImports,
    bindings: createGasmBindings(stack),
    isolation: options.isolation ?? detectIsolation(),
  });
  return {
    runtimeTypes: [RuntimeType.GASM],
    invoke: (call, context) => {
      const module = modules.get(call.bytecode);
      if (module.kind === "refused") return failedCall(TxStatusCode.CONTRACT_FAIL, refusalText(module));
      const frame = new SysCallFrame(call, context, callGasLimit(call, context));
      return toOutcome(
        frame,
        runContract({ modules, stack }, module, frame, (instance) => run(module, instance, call)),
      );
    },
    close: () => modules.close(),
  };
}

/** The calling sequence. Spec: vm.md §2.2. */
function run({ module }: RunnableModule<SysCallFrame>, instance: Instance, call: VmCall): RunEnd {
  if (!module.hasMemory) return { kind: "panic", text: nothingThereText };
  const type = ask(instance, "runtime_type");
  if (typeof type !== "number") return type;
  const expected: number = RuntimeType.GASM;
  if (type !== expected) return refuse(`runtime type error, expect gasm:${expected}, but got ${type}`);
  const parameters = parametersToItems(call.parameters, contextPointer);
  const pointer = ask(instance, "allocate", parameters.length);
  if (typeof pointer !== "number") return pointer;
  checkGoSlice(instance.memorySize, pointer, pointer + parameters.length);
  parameters.writeTo(instance.writableView(pointer, parameters.length));
  const refusal = checkExport(instance, call.method, 0);
  if (refusal !== undefined) return refusal;
  instance.call(call.method);
  return { kind: "returned" };
}

const contextPointer = utf8ToBytes("0");
/** Go's words for the first of no memories, and of no results. */
const nothingThereText = "runtime error: index out of range [0] with length 0";

/** Calls an export that must answer a whole number, which counts as unsigned. */
function ask(instance: Instance, name: string, ...values: number[]): number | RunEnd {
  const refusal = checkExport(instance, name, values.length);
  if (refusal !== undefined) return refusal;
  const result = instance.module.exports.get(name)?.results[0];
  const answer = instance.call(name, ...values);
  if (result === undefined) return { kind: "panic", text: nothingThereText };
  const first: unknown = Array.isArray(answer) ? answer[0] : answer;
  if (typeof first === "bigint") return Number(BigInt.asUintN(64, first));
  return result === valueType.i32 ? Number(first) >>> 0 : refuse(`${name} returns a floating-point number`);
}

function checkExport({ module }: Instance, name: string, argumentCount: number): RunEnd | undefined {
  if (!module.exports.has(name)) return refuse(`exported func of name ${name} not found`);
  const type = module.exports.get(name);
  if (type === undefined) return refuse(`exported elent of name ${name} is not functype`);
  const isTaking = type.parameters.length === argumentCount && type.parameters.every((each) => each === valueType.i32);
  return isTaking ? undefined : refuse("invalid number of arguments");
}

function refuse(text: string): RunEnd {
  return { kind: "refused", text };
}

type Instance = ContractInstance<SysCallFrame>;

/** Why a module does not run: ChainMaker's text for missing imports, ours for what is no module. Spec: docs/spec-notes.md. */
function refusalText({ reason, unresolved }: RefusedModule): string {
  if (unresolved?.problem !== "unknown") return reason;
  const { module, name } = unresolved;
  const isKnown = [...gasmImports.functions.keys()].some((key) => key.startsWith(`${module}.`));
  return isKnown
    ? `resolve imports: ${name} not exported in module ${module}`
    : `resolve imports: failed to resolve import of module name ${module}`;
}

/** A failure's text stands alone and replaces what was there; the result stays, events do not. Spec: vm.md §8.3. */
function toOutcome(frame: SysCallFrame, { end, gasUsed, gasLeft }: ContractRun): CallOutcome {
  const failedWith = (message: string): CallOutcome => ({
    status: TxStatusCode.CONTRACT_FAIL,
    code: 1,
    result: frame.result,
    message,
    gasUsed,
    events: [],
  });
  if (gasLeft < 0) return failedWith("gas over limit");
  switch (end.kind) {
    case "refused":
    case "panic":
      return failedWith(end.text);
    case "trap":
      return failedWith(trapText(end.cause));
    case "returned":
      return frame.toOutcome(gasUsed);
  }
}
