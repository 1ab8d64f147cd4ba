import { type LabBench, type Solution } from "@yanta/academy/lab";
import { adminsOf, type Parameters, writerNames } from "./lab.ts";

/** What a wrong solution does otherwise. */
export interface Change {
  readonly writers?: string;
  readonly certificates?: string;
  readonly contracts?: string;
  /** Contract that is frozen. */
  readonly frozen?: string;
  /** Organisations that sign the freezing. */
  readonly signers?: number;
  readonly hash?: string;
}

export async function decideWith(bench: LabBench, parameters: Parameters, change: Change = {}): Promise<void> {
  const { contract, few, broken, writers, hash } = parameters;
  const add = (resource: string, policy: string): Promise<readonly string[]> =>
    bench.run(`send CHAIN_CONFIG PERMISSION_ADD ${resource}=${policy} as admin1@org1 with admins`);
  await add(`${contract}-save`, change.writers ?? `@ANY:client:${writerNames(parameters)}`);
  await add("CERT_MANAGE-CERTS_FREEZE", change.certificates ?? "@MAJORITY:admin");
  await add("CONTRACT_MANAGE-FREEZE_CONTRACT", change.contracts ?? `@${few}:admin`);
  const signers = adminsOf(change.signers ?? few);
  const frozen = change.frozen ?? broken;
  await bench.run(`send CONTRACT_MANAGE FREEZE_CONTRACT CONTRACT_NAME=${frozen} as admin1@org1 with ${signers}`);
  await bench.run(
    `send ${contract} save file_hash=${change.hash ?? hash} file_name=rules.pdf time=1 as client1@org${writers[1]}`,
  );
}

export const solution: Solution<Parameters> = (bench, parameters) => decideWith(bench, parameters);
