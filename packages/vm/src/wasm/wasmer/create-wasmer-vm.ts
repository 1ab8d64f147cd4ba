import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import { utf8ToBytes } from "@yanta/bytes";
import { failedCall } from "../../call-frame/failed-call.ts";
import { vmErrors } from "../../errors.ts";
import type { CallOutcome, Vm, VmCall, TxContext } from "../../interface.ts";
import { gasPerTransactionMax } from "../../limits.ts";
import { CallParameters } from "../call-parameters.ts";
import type { ContractInstance } from "../contract-instance.ts";
import { ContractModules, type RunnableModule } from "../contract-modules.ts";
import { GoPanic } from "../go-panic.ts";
import { detectIsolation, type Isolation } from "../isolation.ts";
import type { FunctionType } from "../module/module-shape.ts";
import { valueType } from "../module/opcodes.ts";
import { trapMark } from "../module/rewrite-function.ts";
import { createStackBudget, type StackBudget } from "../stack-budget.ts";
import { WasmerFrame } from "./wasmer-frame.ts";
import { createWasmerBindings, wasmerSignatures } from "./wasmer-host.ts";

export interface WasmerVmOptions {
  /** How calls are kept apart; the fastest way of the engine when left out. */
  readonly isolation?: Isolation;
  /** Shared with the node's other WebAssembly runtimes, so that nested calls draw on one stack. */
  readonly stack?: StackBudget;
}

/**
 * Runtime WASMER: contracts built with ChainMaker's Rust SDK.
 *
 * Spec: vm.md §2, §8.3.
 */
export function createWasmerVm(options: WasmerVmOptions = {}): Vm {
  const stack = options.stack ?? createStackBudget();
  const modules = new ContractModules<WasmerFrame>({
    signatures: wasmerSignatures,
    bindings: createWasmerBindings(stack),
    isolation: options.isolation ?? detectIsolation(),
  });
  return {
    runtimeTypes: [RuntimeType.WASMER],
    invoke: (call, context) => invoke(modules, stack, call, context),
    close: () => modules.close(),
  };
}

type Modules = ContractModules<WasmerFrame>;
type Instance = ContractInstance<WasmerFrame>;

/** How a run ended before its outcome is put together. `error` is wrapped into ChainMaker's text, `panic` stands alone. */
type RunEnd =
  | { readonly kind: "returned" }
  | { readonly kind: "error"; readonly text: string; readonly keepsInstance: boolean }
  | { readonly kind: "panic"; readonly text: string };

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
  const limit = context.gasLimit < gasPerTransactionMax ? context.gasLimit : gasPerTransactionMax;
  const gasLimit = limit > call.gasUsed ? Number(limit - call.gasUsed) : 0;
  const frame = new WasmerFrame({ context, contract: call.contract, gasBefore: call.gasUsed, gasLimit });
  const instance = modules.acquire(module);
  instance.begin(gasLimit, stack.slotsLeft, frame);
  let end: RunEnd;
  try {
    end = run(module, instance, call);
  } catch (error) {
    end = judgeError(error, instance);
  } finally {
    frame.closeIterators();
  }
  const gasLeft = instance.gasLeft;
  const outcome = toOutcome(frame, end, gasLeft, context.tx.txId);
  if (end.kind !== "error" || end.keepsInstance || gasLeft < 0) modules.release(module, instance);
  return outcome;
}

/** The calling sequence. Spec: vm.md §2.2. */
function run({ module }: RunnableModule<WasmerFrame>, instance: Instance, call: VmCall): RunEnd {
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

  const parameters = new CallParameters(call.parameters, contextPointer);
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
  return { kind: "error", text, keepsInstance: true };
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

/** What an exception out of the contract means. Errors: all that are not the contract's doing. */
function judgeError(error: unknown, instance: Instance): RunEnd {
  if (error instanceof GoPanic) return { kind: "panic", text: error.message };
  if (error instanceof RangeError) throw vmErrors.create("VM_STACK_EXHAUSTED", {}, error);
  if (!(error instanceof WebAssembly.RuntimeError)) throw error;
  switch (instance.trap) {
    case trapMark.memory:
      throw vmErrors.create("VM_MEMORY_EXHAUSTED", {}, error);
    case trapMark.unreachable:
      return failWith("unreachable");
    case trapMark.stack:
      return failWith("call stack exhausted");
    default:
      // The engine's own words differ between engines, and the text is part of the transaction's hash.
      return { kind: "error", text: "trap", keepsInstance: false };
  }
}

/** Spec: vm.md §2.2 number 7, §8.3. The result stays when a run fails after SuccessResult; events do not. */
function toOutcome(frame: WasmerFrame, end: RunEnd, gasLeft: number, txId: string): CallOutcome {
  const gasUsed = BigInt(Math.min(frame.gasLimit - gasLeft, frame.gasLimit));
  const failedWith = (message: string): CallOutcome => ({
    status: TxStatusCode.CONTRACT_FAIL,
    code: 1,
    result: frame.result,
    message,
    gasUsed,
    events: [],
  });
  if (end.kind === "panic") return failedWith(end.text);
  const isOutOfGas = gasLeft <= 0;
  if (end.kind === "error" || isOutOfGas) {
    const text = isOutOfGas
      ? `contract invoke failed, out of gas ${gasPerTransactionMax}/${gasPerTransactionMax}, tx: ${txId}`
      : end.kind === "error"
        ? end.text
        : "";
    return failedWith(`contract invoke failed, ${text}, tx: ${txId}`);
  }
  const { code, result, message, events } = frame;
  return {
    status: code === 0 ? TxStatusCode.SUCCESS : TxStatusCode.CONTRACT_FAIL,
    code,
    result,
    message,
    gasUsed,
    events,
  };
}
