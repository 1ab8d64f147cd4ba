import { type WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { type Change, mendWith } from "./solution.ts";

const mistakes: readonly (readonly [fails: string, name: string, change: Change])[] = [
  ["key-recorded", "records no key", { key: "" }],
  ["key-right", "records the key that should have been read", { key: "quota#R1" }],
  ["contract-upgraded", "upgrades to another version", { version: "1.1" }],
  ["quota-reason-names-reader", "keeps a reason that says nothing", { none: '"no more books"' }],
  ["taken-reason-names-holder", "names the book, but not who has it", { taken: '"book " + book + " is lent"' }],
  ["call-logged", "logs nothing", { log: "" }],
  ["lends-rightly", "does not count the book that it lends", { rest: "left" }],
  ["book-lent", "does not lend the book", { isLent: false }],
];

export const wrongSolutions: readonly WrongSolution<Parameters>[] = mistakes.map(([fails, name, change]) => ({
  name,
  fails,
  solve: (bench, parameters) => mendWith(bench, parameters, change),
}));
