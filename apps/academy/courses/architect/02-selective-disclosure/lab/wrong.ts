import { type LabBench, type WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { type Change, showWith } from "./solution.ts";

const mistakes: readonly (readonly [fails: string, name: string, change: (parameters: Parameters) => Change])[] = [
  ["degree-shown", "writes another degree on the card", () => ({ degree: "diploma" })],
  ["shown-by-holder", "has the issuer show it", ({ issuer }) => ({ holder: issuer })],
  ["others-not-on-chain", "computes the digest of the name with a transaction", () => ({ isNameSent: true })],
  ["hard-to-guess", "takes the bare name", () => ({ isNameBare: true })],
];

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "has the holder issue the card",
    fails: "card-issued",
    solve: (bench, parameters) => showWith(bench, { ...parameters, issuer: parameters.holder }),
  },
  ...mistakes.map(([fails, name, change]) => ({
    name,
    fails,
    solve: (bench: LabBench, parameters: Parameters) => showWith(bench, parameters, change(parameters)),
  })),
];
