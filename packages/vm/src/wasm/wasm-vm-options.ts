import type { Isolation } from "./isolation.ts";
import type { StackBudget } from "./stack-budget.ts";

/** What the WebAssembly runtimes are created with. */
export interface WasmVmOptions {
  /** How calls are kept apart; the fastest way of the engine when left out. */
  readonly isolation?: Isolation;
  /** Shared by the runtimes of a node, so that nested calls draw on one stack. */
  readonly stack?: StackBudget;
}
