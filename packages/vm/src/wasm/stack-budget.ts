import { stackSlotsMax } from "../limits.ts";

/** Stack that the calls of the running transaction may still take, in slots. Shared by all WebAssembly runtimes of a node. */
export interface StackBudget {
  slotsLeft: number;
}

export function createStackBudget(): StackBudget {
  return { slotsLeft: stackSlotsMax };
}

/** Runs a nested call with the slots that its caller has left. */
export function withStack<T>(budget: StackBudget, slotsLeft: number, run: () => T): T {
  const before = budget.slotsLeft;
  budget.slotsLeft = slotsLeft;
  try {
    return run();
  } finally {
    budget.slotsLeft = before;
  }
}
