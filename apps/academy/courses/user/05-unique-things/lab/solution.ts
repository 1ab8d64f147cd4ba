import type { LabBench, Solution } from "@yanta/academy/lab";
import { doubled, metadataOf, type Parameters } from "./lab.ts";

/** The steps in their order; a wrong solution changes some. */
export function steps(
  bench: LabBench,
  parameters: Parameters,
  { metadata = metadataOf(parameters.receipt) } = {},
): Readonly<Record<"issue" | "pledge" | "destroy", string>> {
  const { receipt, depositor, bank, other } = parameters;
  const [from, to] = [depositor, bank].map((member) => bench.addressOf(member));
  return {
    issue: `send cmnfa Mint to=${from} tokenId=${receipt.id} categoryName=warehouse metadata='${metadata}' as admin1@org1`,
    pledge: `send cmnfa TransferFrom from=${from} to=${to} tokenId=${receipt.id} as ${depositor}`,
    destroy: `send cmnfa Burn tokenId=${doubled(parameters).newer.id} as ${other}`,
  };
}

export const solution: Solution<Parameters> = async (bench, parameters) => {
  for (const step of Object.values(steps(bench, parameters))) await bench.run(step);
};
