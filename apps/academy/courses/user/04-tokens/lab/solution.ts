import type { LabBench, Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** The steps in their order; a wrong solution changes some. */
export function steps(
  bench: LabBench,
  { owner, spender, shop, given, allowed, paid }: Parameters,
): Readonly<Record<"give" | "allow" | "pay" | "takeBack", string>> {
  const to = (member: string): string => bench.addressOf(member);
  return {
    give: `send cmdfa Transfer to=${to(owner)} amount=${given} as admin1@org1`,
    allow: `send cmdfa Approve spender=${to(spender)} amount=${allowed} as ${owner}`,
    pay: `send cmdfa TransferFrom from=${to(owner)} to=${to(shop)} amount=${paid} as ${spender}`,
    takeBack: `send cmdfa Approve spender=${to(spender)} amount=0 as ${owner}`,
  };
}

export const solution: Solution<Parameters> = async (bench, parameters) => {
  for (const step of Object.values(steps(bench, parameters))) await bench.run(step);
};
