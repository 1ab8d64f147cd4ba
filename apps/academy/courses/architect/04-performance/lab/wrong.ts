import { type WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { type Change, mendWith } from "./solution.ts";

const walk = "let sum: u64 = 0; for (const rows = gifts.entries(); rows.next(); ) sum += rows.value;";

const mistakes: readonly (readonly [fails: string, name: string, change: Change])[] = [
  ["contract-upgraded", "gives the second version another number", { version: "1.1" }],
  ["records-kept", "gives the table another name", { table: "gifts" }],
  ["sum-right", "begins a new sum", { total: "sum" }],
  ["gas-flat", "walks through the table as before", { sum: walk }],
];

export const wrongSolutions: readonly WrongSolution<Parameters>[] = mistakes.map(([fails, name, change]) => ({
  name,
  fails,
  solve: (bench, parameters) => mendWith(bench, parameters, change),
}));
