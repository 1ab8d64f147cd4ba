import { blockVersions } from "./block-version.ts";
import { SystemContract, SystemContractSchema } from "./gen/syscontract/system_contract_pb.js";

/** From which block version a system contract exists; those not listed always do. */
const since = new Map<number, number>([
  [SystemContract.ACCOUNT_MANAGER, blockVersions.v2201],
  [SystemContract.T, blockVersions.v2201],
  [SystemContract.RELAY_CROSS, blockVersions.v2030100],
  // ChainMaker's own threshold is not confirmed; its number came with RELAY_CROSS's.
  [SystemContract.TRANSACTION_MANAGER, blockVersions.v2030100],
]);

/** Names of all system contracts, by number ascending: the order of the genesis block. Spec: ledger.md §1. */
export const systemContractNames: readonly string[] = [...SystemContractSchema.values]
  .sort((a, b) => a.number - b.number)
  .map(({ name }) => name);

/** Names of the system contracts that a genesis block of `blockVersion` writes, in order. Spec: config.md §3. */
export function systemContractsAt(blockVersion: number): readonly string[] {
  return systemContractNames.filter((name) => {
    const number = SystemContractSchema.values.find((value) => value.name === name)?.number ?? 0;
    return blockVersion >= (since.get(number) ?? 0);
  });
}
