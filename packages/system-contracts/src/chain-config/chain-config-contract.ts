import type { NativeContract, NativeMethod, SystemContractOptions } from "../interface.ts";
import { addConsensusExt, deleteConsensusExt, updateConsensusExt } from "./consensus-ext.ts";
import { addNodeIds, addNodeOrg, deleteNodeId, deleteNodeOrg, updateNodeId, updateNodeOrg } from "./consensus-nodes.ts";
import { changeConfig, chainConfigName, type ConfigChange } from "./config-state.ts";
import {
  alterAddressType,
  setAccountManagerAdmin,
  setInstallBaseGas,
  setInstallGasPrice,
  setInvokeBaseGas,
  setInvokeGasPrice,
  toggleGas,
} from "./gas-settings.ts";
import { addPermissions, deletePermissions, listPermissions, updatePermissions } from "./permissions.ts";
import { getChainConfig, getChainConfigAt } from "./read-config.ts";
import { addTrustMember, deleteTrustMember } from "./trust-members.ts";
import { addTrustRoot, deleteTrustRoot, updateTrustRoot } from "./trust-roots.ts";
import { updateBlock } from "./update-block.ts";
import { updateCore } from "./update-core.ts";
import {
  disableOnlyCreatorUpgrade,
  enableOnlyCreatorUpgrade,
  setMultiSignManualRun,
  updateVersion,
} from "./version-and-vm.ts";

/**
 * CHAIN_CONFIG: reads and changes the chain configuration. TRUST_MEMBER_UPDATE and NODE_ADDR_* have names and policies
 * in ChainMaker but no implementation; VM_SUPPORT_LIST_* is not known well enough to copy. Spec: system-contracts.md §4.
 */
export function createChainConfigContract(options: SystemContractOptions): NativeContract {
  const changes: readonly (readonly [method: string, change: ConfigChange])[] = [
    ["CORE_UPDATE", updateCore],
    ["BLOCK_UPDATE", updateBlock],
    ["TRUST_ROOT_ADD", addTrustRoot],
    ["TRUST_ROOT_UPDATE", updateTrustRoot],
    ["TRUST_ROOT_DELETE", deleteTrustRoot],
    ["TRUST_MEMBER_ADD", addTrustMember],
    ["TRUST_MEMBER_DELETE", deleteTrustMember],
    ["NODE_ID_ADD", addNodeIds],
    ["NODE_ID_UPDATE", updateNodeId],
    ["NODE_ID_DELETE", deleteNodeId],
    ["NODE_ORG_ADD", addNodeOrg],
    ["NODE_ORG_UPDATE", updateNodeOrg],
    ["NODE_ORG_DELETE", deleteNodeOrg],
    ["CONSENSUS_EXT_ADD", addConsensusExt],
    ["CONSENSUS_EXT_UPDATE", updateConsensusExt],
    ["CONSENSUS_EXT_DELETE", deleteConsensusExt],
    ["PERMISSION_ADD", addPermissions],
    ["PERMISSION_UPDATE", updatePermissions],
    ["PERMISSION_DELETE", deletePermissions],
    ["UPDATE_VERSION", updateVersion(options.blockVersionMax)],
    ["ENABLE_OR_DISABLE_GAS", toggleGas],
    ["SET_INVOKE_BASE_GAS", setInvokeBaseGas],
    ["SET_INVOKE_GAS_PRICE", setInvokeGasPrice],
    ["SET_INSTALL_BASE_GAS", setInstallBaseGas],
    ["SET_INSTALL_GAS_PRICE", setInstallGasPrice],
    ["SET_ACCOUNT_MANAGER_ADMIN", setAccountManagerAdmin],
    ["ALTER_ADDR_TYPE", alterAddressType],
    ["MULTI_SIGN_ENABLE_MANUAL_RUN", setMultiSignManualRun],
    ["ENABLE_ONLY_CREATOR_UPGRADE", enableOnlyCreatorUpgrade],
    ["DISABLE_ONLY_CREATOR_UPGRADE", disableOnlyCreatorUpgrade],
  ];
  const methods = new Map<string, NativeMethod>([
    ["GET_CHAIN_CONFIG", getChainConfig],
    ["GET_CHAIN_CONFIG_AT", getChainConfigAt],
    ["PERMISSION_LIST", listPermissions],
  ]);
  for (const [method, change] of changes) methods.set(method, changeConfig(change, options.checkConfigChange));
  return { name: chainConfigName, methods };
}
