import { type LabBench, orgId, type Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** What `query sealed` answers. */
async function ask(bench: LabBench, question: string): Promise<string> {
  const [line = ""] = await bench.run(`query sealed ${question}`);
  return line.replace("result ", "");
}

export async function guess(bench: LabBench, { careless, possible }: Parameters): Promise<number> {
  const sealed = await ask(bench, `digest_of org=${orgId(careless)}`);
  for (const price of possible) if ((await ask(bench, `digest text=${price}`)) === sealed) return price;
  return 0;
}

/** Seals a text and, unless it is to stay sealed, opens it. */
export async function offer(bench: LabBench, org: number, text: string, isOpened = true): Promise<void> {
  const digest = await ask(bench, `digest text=${text}`);
  await bench.run(`send sealed seal digest=${digest} as client1@org${org}`);
  if (isOpened) await bench.run(`send sealed open text=${text} as client1@org${org}`);
}

export const solution: Solution<Parameters> = async (bench, parameters) => {
  const found = await guess(bench, parameters);
  await bench.run(`send fact save file_hash=answer file_name=${found} time=1`);
  await offer(bench, parameters.bidder, `${parameters.price}-q7f2kd93mx51tz8w`);
};
