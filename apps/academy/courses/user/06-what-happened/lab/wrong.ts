import type { WrongSolution } from "@yanta/academy/lab";
import { answersOf, type Parameters } from "./lab.ts";
import { answer } from "./solution.ts";

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "leaves one question out",
    fails: "all-answered",
    solve: (bench, parameters) => answer(bench, { ...answersOf(parameters), before: "" }),
  },
  {
    name: "counts payments instead of blocks",
    fails: "height-right",
    solve: (bench, parameters) => {
      const right = answersOf(parameters);
      return answer(bench, { ...right, height: String(Number(right.height) - 6) });
    },
  },
  {
    name: "names who got the points",
    fails: "payer-right",
    solve: (bench, parameters) => {
      const right = answersOf(parameters);
      const largest = Math.max(...parameters.transfers.map(({ amount }) => amount));
      const to = parameters.transfers.find(({ amount }) => amount === largest)?.to ?? 0;
      return answer(bench, { ...right, payer: `org${to}` });
    },
  },
  {
    name: "takes the balance after the payment",
    fails: "before-right",
    solve: (bench, parameters) => {
      const right = answersOf(parameters);
      const largest = Math.max(...parameters.transfers.map(({ amount }) => amount));
      return answer(bench, { ...right, before: String(Number(right.before) - largest) });
    },
  },
  {
    name: "answers with what everybody was given at first",
    fails: "balance-right",
    solve: (bench, parameters) => answer(bench, { ...answersOf(parameters), balance: String(parameters.gift + 1) }),
  },
];
