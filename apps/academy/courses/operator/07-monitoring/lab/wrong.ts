import { type LabBench, type WrongSolution } from "@yanta/academy/lab";
import { answersOf, type Parameters } from "./lab.ts";
import { answer } from "./solution.ts";

const mistakes: readonly (readonly [
  fails: string,
  name: string,
  change: (parameters: Parameters) => Readonly<Record<string, string>>,
])[] = [
  ["busiest-right", "names the second one", ({ counts }) => ({ busiest: `org${counts[1]?.org}` })],
  ["count-right", "counts the installation as well", ({ counts }) => ({ count: String((counts[0]?.count ?? 0) + 1) })],
  ["heaviest-right", "takes the number of the record for the height", ({ heavy }) => ({ heaviest: String(heavy + 1) })],
  ["owner-right", "takes the busiest for the one that used most", ({ counts }) => ({ owner: `org${counts[0]?.org}` })],
];

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "does not look at gas",
    fails: "all-answered",
    solve: (bench, parameters) => {
      const { busiest, count } = answersOf(parameters);
      return answer(bench, { busiest, count });
    },
  },
  ...mistakes.map(([fails, name, change]) => ({
    name,
    fails,
    solve: (bench: LabBench, parameters: Parameters) =>
      answer(bench, { ...answersOf(parameters), ...change(parameters) }),
  })),
];
