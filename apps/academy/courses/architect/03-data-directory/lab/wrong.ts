import { type WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { type Change, exchangeWith } from "./solution.ts";

const mistakes: readonly (readonly [fails: string, name: string, change: Change])[] = [
  ["entry-published", "has the author review the entry, which the contract refuses", { reviewer: "client1" }],
  ["title-right", "gives the entry another title", { title: "data" }],
  ["purpose-right", "asks without saying what for", { purpose: "work" }],
  ["delivered", "forgets to note the delivery", { digest: "" }],
  ["digest-right", "notes the digest of something else", { digest: "ab12" }],
  ["resale-refused", "grants whatever is asked", { answer: "granted" }],
];

export const wrongSolutions: readonly WrongSolution<Parameters>[] = mistakes.map(([fails, name, change]) => ({
  name,
  fails,
  solve: (bench, parameters) => exchangeWith(bench, parameters, change),
}));
