import type { LabBench, Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** FREEZE, UNFREEZE or REVOKE, with the signatures of all administrators. */
export async function change(bench: LabBench, verb: string, name: string): Promise<void> {
  await bench.run(`send CONTRACT_MANAGE ${verb}_CONTRACT CONTRACT_NAME=${name} as admin1@org1 with admins`);
}

/** Tries which contract lets a record be saved twice. */
async function findBroken(bench: LabBench, names: readonly string[]): Promise<string> {
  for (const name of names) {
    await bench.run(`send ${name} save file_hash=test1 file_name=a time=1`);
    const [line = ""] = await bench.run(`send ${name} save file_hash=test1 file_name=b time=1`);
    if (line.startsWith("ok")) return name;
  }
  return "";
}

export const solution: Solution<Parameters> = async (bench, { names, retired, version, hash, file }) => {
  const broken = await findBroken(bench, names);
  await change(bench, "FREEZE", broken);
  await bench.run(`upgrade ${broken} ${version} from fact`);
  await change(bench, "UNFREEZE", broken);
  await bench.run(`send ${broken} save file_hash=${hash} file_name=${file} time=1`);
  await change(bench, "REVOKE", retired);
};
