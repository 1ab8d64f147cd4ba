import type { WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { upgradeWith } from "./solution.ts";

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "says the version that is there already, which the chain refuses",
    fails: "contract-upgraded",
    solve: (bench, parameters) =>
      upgradeWith(bench, parameters, { command: `upgrade ${parameters.contract} 1.0 rate=${parameters.rate}` }),
  },
  {
    name: "gives the table another name",
    fails: "readings-kept",
    solve: (bench, parameters) => upgradeWith(bench, parameters, { table: "readings" }),
  },
  {
    name: "upgrades with another price",
    fails: "price-set",
    solve: (bench, parameters) =>
      upgradeWith(bench, parameters, { command: `upgrade ${parameters.contract} 2.0 rate=${parameters.rate + 1}` }),
  },
  {
    name: "takes smaller readings as before",
    fails: "going-back-refused",
    solve: (bench, parameters) => upgradeWith(bench, parameters, { check: "" }),
  },
  {
    name: "forgets the price in the bill",
    fails: "bill-right",
    solve: (bench, parameters) => upgradeWith(bench, parameters, { sum: "readings.getOr(meter, 0)" }),
  },
];
