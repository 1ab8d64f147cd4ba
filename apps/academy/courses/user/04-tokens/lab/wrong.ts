import type { LabBench, WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { steps } from "./solution.ts";

async function solveBut(
  bench: LabBench,
  parameters: Parameters,
  change: Partial<Record<keyof ReturnType<typeof steps>, string>>,
): Promise<void> {
  for (const step of Object.values({ ...steps(bench, parameters), ...change })) if (step !== "") await bench.run(step);
}

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "transfers one point too many",
    fails: "points-transferred",
    solve: (bench, parameters) =>
      solveBut(bench, parameters, { give: steps(bench, { ...parameters, given: parameters.given + 1 }).give }),
  },
  {
    name: "allows everything instead of a part",
    fails: "spending-allowed",
    solve: (bench, parameters) =>
      solveBut(bench, parameters, { allow: steps(bench, { ...parameters, allowed: parameters.given }).allow }),
  },
  {
    name: "the owner pays without the one who was allowed to",
    fails: "paid-with-allowance",
    solve: (bench, parameters) => {
      const pay = `send cmdfa Transfer to=${bench.addressOf(parameters.shop)} amount=${parameters.paid} as ${parameters.owner}`;
      return solveBut(bench, parameters, { pay });
    },
  },
  {
    name: "leaves the rest of the allowance",
    fails: "rest-taken-back",
    solve: (bench, parameters) => solveBut(bench, parameters, { takeBack: "" }),
  },
];
