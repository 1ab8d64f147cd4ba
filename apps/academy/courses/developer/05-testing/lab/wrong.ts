import { type WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { type Case, casesOf, testWith } from "./solution.ts";

/** The cases with some left out. */
function casesBut(parameters: Parameters, ...left: readonly string[]): readonly Case[] {
  return Object.entries(casesOf(parameters)).flatMap(([name, each]) => (left.includes(name) ? [] : [each]));
}

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "installs it under another name",
    fails: "test-installed",
    solve: (bench, parameters) => testWith(bench, parameters, casesBut(parameters), "mytest"),
  },
  {
    name: "expects one unit above the limit to cost the base",
    fails: "right-one-passes",
    solve: (bench, parameters) => {
      const { limit, base } = parameters.rule;
      return testWith(bench, parameters, [...casesBut(parameters), [limit + 1, base]]);
    },
  },
  {
    name: "does not try the limit itself, nor the end of a step",
    fails: "limit-tested",
    solve: (bench, parameters) => testWith(bench, parameters, casesBut(parameters, "limit", "step")),
  },
  {
    name: "tries whole steps only",
    fails: "begun-step-tested",
    solve: (bench, parameters) => testWith(bench, parameters, casesBut(parameters, "begun", "next")),
  },
  {
    name: "tries no large number",
    fails: "most-tested",
    solve: (bench, parameters) => testWith(bench, parameters, casesBut(parameters, "most")),
  },
];
