import { type WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { type Change, decideWith } from "./solution.ts";

const mistakes: readonly (readonly [fails: string, name: string, change: (parameters: Parameters) => Change])[] = [
  ["writers-limited", "lets everybody write", () => ({ writers: "@ANY:client" })],
  ["certificates-by-majority", "leaves freezing to any administrator", () => ({ certificates: "@ANY:admin" })],
  ["contracts-by-number", "asks for one organisation only", () => ({ contracts: "@1:admin" })],
  ["contract-frozen", "freezes a contract that does not exist", () => ({ frozen: "nothing" })],
  ["frozen-by-exactly-so-many", "has one more organisation sign", ({ few }) => ({ signers: few + 1 })],
  ["record-saved", "saves another record", () => ({ hash: "abc" })],
];

export const wrongSolutions: readonly WrongSolution<Parameters>[] = mistakes.map(([fails, name, change]) => ({
  name,
  fails,
  solve: (bench, parameters) => decideWith(bench, parameters, change(parameters)),
}));
