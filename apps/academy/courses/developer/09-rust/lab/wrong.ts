import { type WrongSolution } from "@yanta/academy/lab";
import { otherOf, type Parameters } from "./lab.ts";
import { answerWith, type Change } from "./solution.ts";

const mistakes: readonly (readonly [fails: string, name: string, change: (parameters: Parameters) => Change])[] = [
  ["which-recorded", "does not answer which one is in Rust", () => ({ which: "" })],
  ["which-right", "takes one for the other", (parameters) => ({ which: otherOf(parameters) })],
  ["original-recorded", "does not answer what was saved first", () => ({ original: "" })],
  ["original-right", "answers what the contract says today", ({ later }) => ({ original: later })],
  ["contract-upgraded", "upgrades to another version", () => ({ version: "1.1" })],
  ["overwriting-refused", "upgrades to the same program", () => ({ source: "rustfact" })],
  ["other-untouched", "upgrades both to be on the safe side", () => ({ isOtherUpgraded: true })],
];

export const wrongSolutions: readonly WrongSolution<Parameters>[] = mistakes.map(([fails, name, change]) => ({
  name,
  fails,
  solve: (bench, parameters) => answerWith(bench, parameters, change(parameters)),
}));
