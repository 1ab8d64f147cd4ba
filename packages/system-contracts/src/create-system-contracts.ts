import { createAccountManagerContract } from "./account-manager/account-manager-contract.ts";
import { createCertManageContract } from "./cert-manage/cert-manage-contract.ts";
import { createChainConfigContract } from "./chain-config/chain-config-contract.ts";
import { createChainQueryContract } from "./chain-query/chain-query-contract.ts";
import { createContractManageContract } from "./contract-manage/contract-manage-contract.ts";
import { createGovernanceContract } from "./governance/governance-contract.ts";
import type { NativeContract, SystemContractOptions } from "./interface.ts";
import { createMultiSignContract } from "./multi-sign/multi-sign-contract.ts";
import { createTestContract } from "./test-contract/test-contract.ts";

/**
 * System contracts that ChainMaker registers and that have no methods here: a call is answered with its own
 * `the method does not found`. SUBSCRIBE_MANAGE and ARCHIVE_MANAGE have no runtime in ChainMaker either: they are
 * not in the table and answer `the contractName is not exist`.
 */
const contractsWithoutMethods: readonly string[] = [
  "PRIVATE_COMPUTE",
  "DPOS_ERC20",
  "DPOS_STAKE",
  "CROSS_TRANSACTION",
  "PUBKEY_MANAGE",
  "RELAY_CROSS",
  "TRANSACTION_MANAGER",
];

/** All system contracts by name. Spec: system-contracts.md §1. */
export function createSystemContracts(options: SystemContractOptions): ReadonlyMap<string, NativeContract> {
  const contracts: readonly NativeContract[] = [
    createChainConfigContract(options),
    createChainQueryContract(options),
    createCertManageContract(),
    createGovernanceContract(),
    createMultiSignContract(),
    createContractManageContract(),
    createAccountManagerContract(),
    createTestContract(),
    ...contractsWithoutMethods.map((name) => ({ name, methods: new Map() })),
  ];
  return new Map(contracts.map((contract) => [contract.name, contract]));
}
