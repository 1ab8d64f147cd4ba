import type { SequentialModel } from "./linearizability.ts";

/** What clients do with one key: a register with compare-and-set, which is a counter as well. */
export type RegisterInput =
  | { readonly kind: "read" }
  | { readonly kind: "write"; readonly value: number }
  | { readonly kind: "compare-and-set"; readonly from: number; readonly to: number }
  | { readonly kind: "add"; readonly amount: number };

/** The value that was read, or the one after an addition; whether a compare-and-set took place; nothing of a write. */
export type RegisterOutput = number | boolean | "written";

/** A register that begins with 0. */
export const registerModel: SequentialModel<number, RegisterInput, RegisterOutput> = {
  initial: 0,
  step: (state, input, output) => {
    const [after, answer] = take(state, input);
    return output === undefined || output === answer ? { state: after } : undefined;
  },
  stateKey: String,
};

/** The state after an operation, and its answer. */
function take(state: number, input: RegisterInput): readonly [after: number, answer: RegisterOutput] {
  switch (input.kind) {
    case "read":
      return [state, state];
    case "write":
      return [input.value, "written"];
    case "compare-and-set":
      return state === input.from ? [input.to, true] : [state, false];
    case "add":
      return [state + input.amount, state + input.amount];
  }
}
