import { vmErrors } from "../errors.ts";
import type { TxContext, VmCall } from "../interface.ts";
import { gasPerTransactionMax } from "../limits.ts";
import type { ContractInstance } from "./contract-instance.ts";
import type { ContractModules, RunnableModule } from "./contract-modules.ts";
import { GoPanic } from "./go-panic.ts";
import { trapMark } from "./module/rewrite-function.ts";
import type { StackBudget } from "./stack-budget.ts";

/** What every host keeps for a running call. */
export interface RunningFrame {
  /** Gas that this call may spend. */
  readonly gasLimit: number;
  close(): void;
}

/** How a run ended before its outcome is put together. */
export type RunEnd =
  | { readonly kind: "returned" }
  /** The calling sequence could not be kept. */
  | { readonly kind: "refused"; readonly text: string }
  /** ChainMaker's host code would have panicked with this text. */
  | { readonly kind: "panic"; readonly text: string }
  /** WebAssembly code stopped; `other` covers what engines name differently. */
  | { readonly kind: "trap"; readonly cause: "unreachable" | "stack" | "other" };

export interface ContractRun {
  readonly end: RunEnd;
  readonly gasUsed: bigint;
  /** Below zero when the call went over its gas; then `end` does not matter. */
  readonly gasLeft: number;
}

/** Gas that a call may spend: what the transaction has left of the context's limit. */
export function callGasLimit({ gasUsed }: VmCall, { gasLimit }: TxContext): number {
  const limit = gasLimit < gasPerTransactionMax ? gasLimit : gasPerTransactionMax;
  return limit > gasUsed ? Number(limit - gasUsed) : 0;
}

/**
 * Runs a calling sequence in an instance of the module and judges how it ended. The instance goes back to the pool unless the
 * engine itself trapped in it.
 *
 * Errors: VM_STACK_EXHAUSTED, VM_MEMORY_EXHAUSTED and all others that are not the contract's doing.
 */
export function runContract<Frame extends RunningFrame>(
  { modules, stack }: { readonly modules: ContractModules<Frame>; readonly stack: StackBudget },
  module: RunnableModule<Frame>,
  frame: Frame,
  run: (instance: ContractInstance<Frame>) => RunEnd,
): ContractRun {
  const instance = modules.acquire(module);
  instance.begin(frame.gasLimit, stack.slotsLeft, frame);
  let end: RunEnd;
  try {
    end = run(instance);
  } catch (error) {
    end = judgeError(error, instance.trap);
  } finally {
    frame.close();
  }
  const { gasLeft } = instance;
  if (end.kind !== "trap" || end.cause !== "other" || gasLeft < 0) modules.release(module, instance);
  return { end, gasLeft, gasUsed: BigInt(Math.min(frame.gasLimit - gasLeft, frame.gasLimit)) };
}

function judgeError(error: unknown, trap: number): RunEnd {
  if (error instanceof GoPanic) return { kind: "panic", text: error.message };
  if (error instanceof RangeError) throw vmErrors.create("VM_STACK_EXHAUSTED", {}, error);
  if (!(error instanceof WebAssembly.RuntimeError)) throw error;
  switch (trap) {
    case trapMark.memory:
      throw vmErrors.create("VM_MEMORY_EXHAUSTED", {}, error);
    case trapMark.unreachable:
      return { kind: "trap", cause: "unreachable" };
    case trapMark.stack:
      return { kind: "trap", cause: "stack" };
    default:
      return { kind: "trap", cause: "other" };
  }
}

/** The word for a trap. Engines have their own, which differ, and the text is part of the transaction's hash. */
export function trapText(cause: "unreachable" | "stack" | "other"): string {
  return { unreachable: "unreachable", stack: "call stack exhausted", other: "trap" }[cause];
}
