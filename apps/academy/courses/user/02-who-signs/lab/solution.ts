import type { Solution } from "@yanta/academy/lab";
import { askedOf, type Parameters } from "./lab.ts";

export const solution: Solution<Parameters> = async (bench, parameters) => {
  const { member, hash, name, retired } = parameters;
  await bench.run(`send fact save file_hash=${hash} file_name=${name} time=2 as ${member}`);
  const [found = ""] = await bench.run(`query fact find_by_file_hash file_hash=${askedOf(parameters).hash}`);
  const txId = /"tx_id":"([0-9a-f]+)"/.exec(found)?.[1] ?? "";
  const [line = ""] = await bench.run(`tx ${txId}`);
  const org = /from=wx-(org\d)/.exec(line)?.[1] ?? "";
  await bench.run(`send fact save file_hash=answer file_name=${org} time=2`);
  await bench.run(`send CONTRACT_MANAGE FREEZE_CONTRACT CONTRACT_NAME=${retired} as admin1@org1 with admins`);
};
