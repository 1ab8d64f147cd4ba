import { type LabBench, orgId, type Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

/** `admin1` of so many of the organisations 1 to 4, without some. */
export function admins(count: number, without: readonly number[] = []): string {
  return [1, 2, 3, 4]
    .filter((org) => !without.includes(org))
    .slice(0, count)
    .map((org) => `admin1@org${org}`)
    .join();
}

/** Who sent the transaction that a record names, as a learner finds out. */
async function findSender(bench: LabBench, hash: string): Promise<number> {
  const [record = ""] = await bench.run(`query fact find_by_file_hash file_hash=${hash}`);
  const txId = /"tx_id":"(\w+)"/.exec(record)?.[1] ?? "";
  const [line = ""] = await bench.run(`tx ${txId}`);
  return Number(/from=wx-org(\d)/.exec(line)?.[1]);
}

export const solution: Solution<Parameters> = async (bench, { capacity, timeout, interval, record }) => {
  const change = "send CHAIN_CONFIG BLOCK_UPDATE";
  await bench.run(`${change} block_tx_capacity=${capacity} tx_timeout=${timeout} as admin1@org1 with ${admins(3)}`);
  const leaving = await findSender(bench, record);
  const left = admins(3, [leaving]);
  await bench.run(`send CHAIN_CONFIG TRUST_ROOT_DELETE org_id=${orgId(leaving)} as admin1@org1 with ${left}`);
  await bench.run(`${change} block_interval=${interval} as admin1@org1 with ${admins(2, [leaving])}`);
};
