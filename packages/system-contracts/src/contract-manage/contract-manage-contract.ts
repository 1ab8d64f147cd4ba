import type { NativeContract, NativeMethod } from "../interface.ts";
import { contractManageName } from "./contract-records.ts";
import { freezeContract, revokeContract, unfreezeContract } from "./contract-status.ts";
import { initNewNativeContracts } from "./init-native-contracts.ts";
import { installContract } from "./install-contract.ts";
import {
  getDisabledContractList,
  grantContractAccess,
  revokeContractAccess,
  verifyContractAccess,
} from "./native-access.ts";
import { getContractInfo, getContractList } from "./query-contracts.ts";
import { upgradeContract } from "./upgrade-contract.ts";

/**
 * CONTRACT_MANAGE: contracts' life from install to revocation. GET_CONTRACT_BYTECODE has a name in the enum and
 * no implementation in ChainMaker either. Spec: system-contracts.md §3.
 */
export function createContractManageContract(): NativeContract {
  const methods = new Map<string, NativeMethod>([
    ["INIT_CONTRACT", installContract],
    ["UPGRADE_CONTRACT", upgradeContract],
    ["FREEZE_CONTRACT", freezeContract],
    ["UNFREEZE_CONTRACT", unfreezeContract],
    ["REVOKE_CONTRACT", revokeContract],
    ["GET_CONTRACT_INFO", getContractInfo],
    ["GET_CONTRACT_LIST", getContractList],
    ["GRANT_CONTRACT_ACCESS", grantContractAccess],
    ["REVOKE_CONTRACT_ACCESS", revokeContractAccess],
    ["VERIFY_CONTRACT_ACCESS", verifyContractAccess],
    ["GET_DISABLED_CONTRACT_LIST", getDisabledContractList],
    ["INIT_NEW_NATIVE_CONTRACT", initNewNativeContracts],
  ]);
  return { name: contractManageName, methods };
}
