import { type LabBench, type Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

export async function answer(bench: LabBench, answers: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(answers))
    await bench.run(`send fact save file_hash=${name} file_name=${value} time=1`);
}

export const solution: Solution<Parameters> = async (bench, { senders }) => {
  const counts = new Map<string, number>();
  let heaviest = { gas: 0, height: 0, org: "" };
  for (let height = 2; height < 2 + senders.length; height++) {
    const block = await bench.run(`block ${height}`);
    const [line = ""] = await bench.run(`tx ${/tx=(\w+)$/.exec(block.at(-1) ?? "")?.[1]}`);
    const [, org = "", gas = "0"] = /from=wx-(org\d)\S* gas=(\d+)/.exec(line) ?? [];
    counts.set(org, (counts.get(org) ?? 0) + 1);
    if (Number(gas) > heaviest.gas) heaviest = { gas: Number(gas), height, org };
  }
  const [busiest = "", count = 0] = [...counts].toSorted(([, one], [, other]) => other - one)[0] ?? [];
  await answer(bench, { busiest, count: String(count), heaviest: String(heaviest.height), owner: heaviest.org });
};
