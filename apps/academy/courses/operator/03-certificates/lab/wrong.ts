import { type WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { freeze, report, unfreeze } from "./solution.ts";

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "unfreezes everything in the end",
    fails: "stolen-frozen",
    solve: async (bench, parameters) => {
      for (const org of [parameters.stolen, parameters.mislaid]) {
        await freeze(bench, org);
        await unfreeze(bench, org);
      }
      await report(bench, parameters, parameters.mislaid);
    },
  },
  {
    name: "waits whether the computer turns up",
    fails: "mislaid-was-frozen",
    solve: async (bench, parameters) => {
      await freeze(bench, parameters.stolen);
      await report(bench, parameters, parameters.mislaid);
    },
  },
  {
    name: "forgets to unfreeze, so that the record is refused",
    fails: "mislaid-unfrozen",
    solve: async (bench, parameters) => {
      await freeze(bench, parameters.stolen);
      await freeze(bench, parameters.mislaid);
      await report(bench, parameters, parameters.mislaid);
    },
  },
  {
    name: "saves the record as somebody else",
    fails: "report-saved",
    solve: async (bench, parameters) => {
      await freeze(bench, parameters.stolen);
      await freeze(bench, parameters.mislaid);
      await unfreeze(bench, parameters.mislaid);
      await report(bench, parameters, 1);
    },
  },
  {
    name: "freezes all three and frees two of them again",
    fails: "bystander-untouched",
    solve: async (bench, parameters) => {
      const { stolen, mislaid, bystander } = parameters;
      for (const org of [stolen, mislaid, bystander]) await freeze(bench, org);
      for (const org of [mislaid, bystander]) await unfreeze(bench, org);
      await report(bench, parameters, mislaid);
    },
  },
];
