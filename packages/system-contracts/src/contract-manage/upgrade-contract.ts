import { utf8ToBytes } from "@yanta/bytes";
import {
  blockVersions,
  contractAddress,
  ContractSchema,
  ContractStatus,
  encodeMessage,
  RuntimeType,
  type Contract,
} from "@yanta/protocol";
import type { Parameters, TxContext } from "@yanta/vm";
import type { NativeMethod } from "../interface.ts";
import { refuse } from "../outcome.ts";
import {
  bytecodeKey,
  contractManageName,
  contractTexts,
  readRecord,
  withShownAddress,
  writeRecord,
} from "./contract-records.ts";
import { hasFailed, parseDeployment, refuseRuntime, runtimeName, type Deployment } from "./deployment.ts";

/**
 * UPGRADE_CONTRACT: like an installation, with method `upgrade` and the record's version, runtime and index changed.
 * A frozen contract may be upgraded and stays frozen.
 *
 * Spec: system-contracts.md §3, vm.md §0.2.
 */
export const upgradeContract: NativeMethod = (context, parameters) => {
  const parsed = parseDeployment(parameters);
  if (parsed.kind === "refused") return refuse(parsed.message);
  const deployment = parsed.deployment;
  const contract = readRecord(context, deployment.name);
  if (contract === undefined) return refuse(contractTexts.missing);
  const refusal = refuseUpgrade(context, contract, deployment);
  if (refusal !== undefined) return refuse(refusal);

  changeRecord(context, contract, deployment);
  if (contract.runtimeType === RuntimeType.GO) return refuse("unknown runtime type: GO");
  const runtimeRefusal = refuseRuntime(context.chainConfig, contract.runtimeType);
  if (runtimeRefusal !== undefined) return refuse(`${contractTexts.upgradeFails}, ${runtimeRefusal}`);
  writeRecord(context, contract);
  context.put(contractManageName, bytecodeKey(contract.name), deployment.bytecode);
  const outcome = context.callInstalled(
    contract,
    deployment.bytecode,
    "upgrade",
    upgradeParameters(parameters, contract),
    0n,
  );
  if (hasFailed(outcome)) return refuse(`${contractTexts.upgradeFails}, ${outcome.message}`);
  if (contract.runtimeType === RuntimeType.EVM && outcome.result.length > 0) {
    context.put(contractManageName, bytecodeKey(contract.name), outcome.result);
  }
  const result = encodeMessage(ContractSchema, withShownAddress(context, contract));
  return { kind: "ok", result, message: outcome.message, events: outcome.events, gasUsed: outcome.gasUsed };
};

function refuseUpgrade(context: TxContext, contract: Contract, deployment: Deployment): string | undefined {
  if (contract.version === deployment.version) return contractTexts.versionExists;
  const isByCreator = contract.creator?.uid.toLowerCase() === context.sender.uid.toLowerCase();
  if (context.chainConfig.contract?.onlyCreatorCanUpgrade === true && !isByCreator) {
    return "only creators are allowed to upgrade contract";
  }
  return contract.status === ContractStatus.REVOKED ? contractTexts.statusInvalid : undefined;
}

function changeRecord(context: TxContext, contract: Contract, deployment: Deployment): void {
  contract.runtimeType = deployment.runtimeType;
  contract.version = deployment.version;
  if (contract.address === "") {
    contract.address = contractAddress(contract.name, context.chainConfig.vm?.addrType ?? 0, context.blockVersion);
  }
  if (context.blockVersion >= blockVersions.v2030500) contract.index += 1;
}

/** The `old` parameters hold the new version and runtime: ChainMaker changes the record first. */
function upgradeParameters(parameters: Parameters, contract: Contract): Parameters {
  return new Map([
    ...parameters,
    ["__upgrade_contract_old_contract_name", utf8ToBytes(contract.name)],
    ["__upgrade_contract_old_contract_version", utf8ToBytes(contract.version)],
    ["__upgrade_contract_old_contract_runtime_type", utf8ToBytes(runtimeName(contract.runtimeType))],
  ]);
}
