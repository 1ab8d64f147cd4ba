import { type WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { type Change, migrateWith } from "./solution.ts";

const mistakes: readonly (readonly [fails: string, name: string, change: Change])[] = [
  ["contract-upgraded", "gives the second version another number", { version: "1.1" }],
  ["old-table-empty", "stops after the first batch", { batches: 1 }],
  ["records-kept", "forgets the quantities", { quantity: "0" }],
  ["record-corrected", "enters a quantity that nobody counted", { corrected: 1 }],
  ["batches-small", "moves everything at once", { batch: 10 }],
];

export const wrongSolutions: readonly WrongSolution<Parameters>[] = mistakes.map(([fails, name, change]) => ({
  name,
  fails,
  solve: (bench, parameters) => migrateWith(bench, parameters, change),
}));
