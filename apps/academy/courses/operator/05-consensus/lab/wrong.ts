import { type LabBench, type WrongSolution } from "@yanta/academy/lab";
import { answersOf, type Parameters } from "./lab.ts";
import { answer } from "./solution.ts";

const mistakes: readonly (readonly [
  fails: string,
  name: string,
  change: (parameters: Parameters) => Readonly<Record<string, string>>,
])[] = [
  ["quorum-right", "takes half of the nodes", ({ nodes }) => ({ quorum: String(Math.floor(nodes.length / 2)) })],
  ["double-right", "takes the node that went away for the one that voted twice", ({ away }) => ({ double: away })],
  ["away-right", "takes a node that missed one height", ({ late }) => ({ away: late[0] ?? "" })],
  ["stuck-right", "takes the height of the double vote", ({ doubleAt }) => ({ stuck: String(doubleAt) })],
];

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "answers three questions of four",
    fails: "all-answered",
    solve: (bench, parameters) => {
      const { quorum, double, away } = answersOf(parameters);
      return answer(bench, { quorum, double, away });
    },
  },
  ...mistakes.map(([fails, name, change]) => ({
    name,
    fails,
    solve: (bench: LabBench, parameters: Parameters) =>
      answer(bench, { ...answersOf(parameters), ...change(parameters) }),
  })),
];
