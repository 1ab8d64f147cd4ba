import type { LabBench, WrongSolution } from "@yanta/academy/lab";
import { doubled, metadataOf, type Parameters } from "./lab.ts";
import { steps } from "./solution.ts";

async function solveBut(
  bench: LabBench,
  parameters: Parameters,
  change: Partial<Record<"issue" | "pledge" | "destroy" | "more", string>>,
): Promise<void> {
  for (const step of Object.values({ ...steps(bench, parameters), ...change })) if (step !== "") await bench.run(step);
}

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "lets the depositor issue the receipt, which the contract refuses",
    fails: "receipt-issued",
    solve: (bench, parameters) => {
      const { issue } = steps(bench, parameters);
      return solveBut(bench, parameters, { issue: issue.replace(/as .*$/, `as ${parameters.depositor}`) });
    },
  },
  {
    name: "writes the tons as a number",
    fails: "metadata-right",
    solve: (bench, parameters) => {
      const metadata = metadataOf(parameters.receipt).replace(/"tons":"(\d+)"/, '"tons":$1');
      return solveBut(bench, parameters, { issue: steps(bench, parameters, { metadata }).issue });
    },
  },
  {
    name: "lets the bank fetch the receipt, which nobody has approved",
    fails: "bank-holds-the-pledge",
    solve: (bench, parameters) => {
      const { pledge } = steps(bench, parameters);
      return solveBut(bench, parameters, { pledge: pledge.replace(/as .*$/, `as ${parameters.bank}`) });
    },
  },
  {
    name: "finds no double",
    fails: "double-destroyed",
    solve: (bench, parameters) => solveBut(bench, parameters, { destroy: "" }),
  },
  {
    name: "destroys both receipts of the lot",
    fails: "others-untouched",
    solve: (bench, parameters) =>
      solveBut(bench, parameters, {
        more: `send cmnfa Burn tokenId=${doubled(parameters).older.id} as ${parameters.other}`,
      }),
  },
];
