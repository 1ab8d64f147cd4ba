import type { LabBench, WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { source } from "./solution.ts";

async function solveWith(
  bench: LabBench,
  parameters: Parameters,
  { pieces = {}, name = parameters.contract, amounts = parameters.amounts as readonly number[] },
): Promise<void> {
  bench.editor.set(`${name}.ts`, source(parameters, pieces));
  await bench.run(`install ${name} 1.0`);
  for (const amount of amounts)
    await bench.run(`send ${name} ${parameters.add} item=${parameters.item} quantity=${amount}`);
}

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "installs it under another name",
    fails: "contract-installed",
    solve: (bench, parameters) => solveWith(bench, parameters, { name: "mine" }),
  },
  {
    name: "replaces the total instead of adding to it",
    fails: "adds-up",
    solve: (bench, parameters) => solveWith(bench, parameters, { pieces: { sum: "quantity" } }),
  },
  {
    name: "keeps one total for everything",
    fails: "items-apart",
    solve: (bench, parameters) =>
      solveWith(bench, parameters, {
        pieces: { field: '"all"', sum: 'totals.getOr("all", 0) + quantity', answer: 'totals.getOr("all", 0)' },
      }),
  },
  {
    name: "ends the call for an item without a total",
    fails: "unknown-item-answered",
    solve: (bench, parameters) => solveWith(bench, parameters, { pieces: { answer: "totals.get(item)" } }),
  },
  {
    name: "enters one quantity only",
    fails: "amounts-entered",
    solve: (bench, parameters) => solveWith(bench, parameters, { amounts: parameters.amounts.slice(0, 1) }),
  },
];
