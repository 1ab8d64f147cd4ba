import type { WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { writeAndUse } from "./solution.ts";

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "installs it under another name",
    fails: "contract-installed",
    solve: (bench, parameters) => writeAndUse(bench, parameters, { steps: { name: "mine" } }),
  },
  {
    name: "takes out one piece whatever is ordered",
    fails: "goods-taken",
    solve: (bench, parameters) => writeAndUse(bench, parameters, { pieces: { asked: "1" } }),
  },
  {
    name: "keeps the last order only",
    fails: "orders-added-up",
    solve: (bench, parameters) => writeAndUse(bench, parameters, { pieces: { sum: "quantity" } }),
  },
  {
    name: "returns what was ordered and does not read the answer",
    fails: "answer-passed-on",
    solve: (bench, parameters) => writeAndUse(bench, parameters, { pieces: { answer: "quantity" } }),
  },
  {
    name: "orders one piece less",
    fails: "order-made",
    solve: (bench, parameters) =>
      writeAndUse(bench, parameters, {
        steps: { orders: [parameters.quantity - 1, parameters.tooMuch + 1, parameters.tooMuch] },
      }),
  },
  {
    name: "never orders too much",
    fails: "refusal-seen",
    solve: (bench, parameters) => writeAndUse(bench, parameters, { steps: { orders: [parameters.quantity] } }),
  },
];
