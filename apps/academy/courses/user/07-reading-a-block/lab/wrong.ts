import { type LabBench, type WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { answer, look } from "./solution.ts";

type Seen = Awaited<ReturnType<typeof look>>;

const mistakes: readonly (readonly [
  fails: string,
  name: string,
  change: (seen: Seen) => Readonly<Record<string, string>>,
])[] = [
  ["installed-right", "counts from one block too late", ({ installed }) => ({ installed: String(installed - 1) })],
  ["sender-right", "takes whoever installed the contracts", () => ({ sender: "org1" })],
  ["previous-right", "takes the block's own hash", ({ hash }) => ({ previous: hash })],
];

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "answers two questions of three",
    fails: "all-answered",
    solve: async (bench, parameters) => {
      const { installed, sender } = await look(bench, parameters);
      await answer(bench, { installed: String(installed), sender });
    },
  },
  ...mistakes.map(([fails, name, change]) => ({
    name,
    fails,
    solve: async (bench: LabBench, parameters: Parameters): Promise<void> => {
      const seen = await look(bench, parameters);
      const { installed, sender, previous } = seen;
      await answer(bench, { installed: String(installed), sender, previous, ...change(seen) });
    },
  })),
];
