import { type LabBench, type Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** What the console shows: the height that installed a contract, who sent the transaction at a height, and hashes of its block. */
export async function look(bench: LabBench, { steps, asked, height }: Parameters) {
  let installed = 0;
  let sender = "";
  let hash = "";
  let previous = "";
  for (let at = 2; at < 2 + steps.length; at++) {
    const block = await bench.run(`block ${at}`);
    const id = / tx=(\w+)$/.exec(block.at(-1) ?? "")?.[1];
    if (block.at(-1)?.includes("INIT_CONTRACT") === true)
      if ((await bench.run(`trace ${id}`)).some((line) => line.includes(asked))) installed = at;
    if (at !== height) continue;
    sender = /from=wx-(org\d)/.exec((await bench.run(`tx ${id}`))[0] ?? "")?.[1] ?? "";
    hash = block[1]?.replace("hash=", "") ?? "";
    previous = block[2]?.replace("previous=", "") ?? "";
  }
  return { installed, sender, hash, previous };
}

export async function answer(bench: LabBench, answers: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(answers))
    await bench.run(`send fact save file_hash=${name} file_name=${value} time=1`);
}

export const solution: Solution<Parameters> = async (bench, parameters) => {
  const { installed, sender, previous } = await look(bench, parameters);
  await answer(bench, { installed: String(installed), sender, previous });
};
