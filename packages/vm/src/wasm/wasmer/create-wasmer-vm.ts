import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import { utf8ToBytes } from "@yanta/bytes";
import { failedCall } from "../../call-frame/failed-call.ts";
import type { CallOutcome, Vm, VmCall, TxContext } from "../../interface.ts";
import { gasPerTransactionMax } from "../../limits.ts";
import { parametersToItems } from "../bytes-items.ts";
import type { ContractInstance } from "../contract-instance.ts";
import { ContractModules, type RunnableModule } from "../contract-modules.ts";
import { detectIsolation } from "../isolation.ts";
import type { FunctionType } from "../module/module-shape.ts";
import { valueType } from "../module/opcodes.ts";
import { trapMark } from "../module/rewrite-function.ts";
import { callGasLimit, type ContractRun, runContract, type RunEnd, trapText } from "../run-contract.ts";
import { createStackBudget, type StackBudget } from "../stack-budget.ts";
import { SysCallFrame } from "../sys-call/sys-call-frame.ts";
import type { WasmVmOptions } from "../wasm-vm-options.ts";
import { createWasmerBindings, wasmerImports } from "./wasmer-host.ts";

/**
 * Runtime WASMER: contracts built with ChainMaker's Rust SDK.
 *
 * Spec: vm.md §2, §8.3.
 */
export function createWasmerVm(options: WasmVmOptions = {}): Vm {
  const stack = options.stack ?? createStackBudget();
  const modules = new ContractModules<SysCallFrame>({
    imports: wasmerImports,
    bindings: createWasmerBindings(stack),
    isolation: options.isolation ?? detectIsolation(),
  });
  return {
    runtimeTypes: [RuntimeType.WASMER],
    invoke: (call, context) => invoke(modules, stack, call, context),
    close: () => modules.close(),
  };
}

type Modules = ContractModules<SysCallFrame>;
type Instance = ContractInstance<SysCallFrame>;

function invoke(modules: Modules, stack: StackBudget, call: VmCall, context: TxContext): CallOutcome {
  const module = modules.get(call.bytecode);
  if (module.kind === "refused") {
    const { name, version } = call.contract;
    const what =
      module.at === "validation"
        ? `byte code validation failed, err = ${module.reason}`
        : `byte code compile failed, ${module.reason}`;
    return failedCall(
      TxStatusCode.CREATE_RUNTIME_INSTANCE_FAILED,
      `failed to create vm runtime, contract: ${name}, [${name}_${version}], ${what}`,
    );
  }
  const frame = new SysCallFrame(call, context, callGasLimit(call, context));
  const ended = runContract({ modules, stack }, module, frame, (instance) => run(module, instance, call));
  return toOutcome(frame, ended, context.tx.txId);
}

/** The calling sequence. Spec: vm.md §2.2. */
function run({ module }: RunnableModule<SysCallFrame>, instance: Instance, call: VmCall): RunEnd {
  const { exports } = module;
  const runtimeType = exports.get("runtime_type");
  if (runtimeType === undefined)
    return failWith(`method [runtime_type] not export, err = ${missingExport("runtime_type")}`);
  const arityRefusal = checkNoParameters(runtimeType);
  if (arityRefusal !== undefined) return failWith(arityRefusal);
  if (!returnsInteger(runtimeType)) return failWith("sdkType is not int32 type");
  const type = instance.call("runtime_type");
  if (type !== RuntimeType.WASMER)
    return failWith(`runtime type error, expect rust:[${RuntimeType.WASMER}], but got ${String(type)}`);

  const parameters = parametersToItems(call.parameters, contextPointer);
  const allocate = exports.get("allocate");
  if (allocate === undefined) return failWith(`method [allocate] not export, err = ${missingExport("allocate")}`);
  const pointer = callAllocate(allocate, instance, parameters.length);
  if (pointer === undefined) return failWith("allocate invoke failed. There may not be enough memory or CPU");
  if (typeof pointer !== "number") return failWith("allocateResult is not int32 type");
  if (!module.exportsMemory) return failWith(`[allocate] can't get exported memory, err = ${missingExport("memory")}`);
  parameters.writeTo(instance.writableView(pointer, parameters.length));

  const method = exports.get(call.method);
  if (method === undefined) {
    if (exports.has(call.method))
      return { kind: "panic", text: "runtime error: invalid memory address or nil pointer dereference" };
    return failWith(`find method [${call.method}] failed, err = ${missingExport(call.method)}`);
  }
  const methodRefusal = checkNoParameters(method);
  if (methodRefusal !== undefined) return failWith(methodRefusal);
  instance.call(call.method);
  return { kind: "returned" };
}

/** ChainMaker numbers its running calls here; the number is not observable through any host method, so one serves all. */
const contextPointer = utf8ToBytes("1");

function failWith(text: string): RunEnd {
  return { kind: "refused", text };
}

function missingExport(name: string): string {
  return `Export \`${name}\` does not exist`;
}

function checkNoParameters({ parameters }: FunctionType): string | undefined {
  const count = parameters.length;
  return count === 0
    ? undefined
    : `Missing ${count} argument(s) when calling the function; Expected ${count} argument(s), received 0`;
}

function returnsInteger({ results }: FunctionType): boolean {
  return results.length === 1 && results[0] === valueType.i32;
}

/** The pointer; undefined when the call failed, null when it is no 32-bit number. */
function callAllocate(type: FunctionType, instance: Instance, length: number): number | null | undefined {
  if (type.parameters.length !== 1 || type.parameters[0] !== valueType.i32) return undefined;
  try {
    const pointer = instance.call("allocate", length);
    return returnsInteger(type) ? (pointer as number) : null;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError && instance.trap !== trapMark.memory) return undefined;
    throw error;
  }
}

/** Spec: vm.md §2.2 number 7, §8.3. The result stays when a run fails after SuccessResult; events do not. */
function toOutcome(frame: SysCallFrame, { end, gasUsed, gasLeft }: ContractRun, txId: string): CallOutcome {
  const failedWith = (message: string): CallOutcome => ({
    status: TxStatusCode.CONTRACT_FAIL,
    code: 1,
    result: frame.result,
    message,
    gasUsed,
    events: [],
  });
  if (end.kind === "panic") return failedWith(end.text);
  // Having exactly nothing left counts as out of gas, too.
  if (gasLeft <= 0) {
    const text = `contract invoke failed, out of gas ${gasPerTransactionMax}/${gasPerTransactionMax}, tx: ${txId}`;
    return failedWith(`contract invoke failed, ${text}, tx: ${txId}`);
  }
  switch (end.kind) {
    case "refused":
      return failedWith(`contract invoke failed, ${end.text}, tx: ${txId}`);
    case "trap":
      return failedWith(`contract invoke failed, ${trapText(end.cause)}, tx: ${txId}`);
    case "returned":
      return frame.toOutcome(gasUsed);
  }
}
