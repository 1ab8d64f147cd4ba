import { create } from "@bufbuild/protobuf";
import {
  blockVersions,
  contractAddress,
  contractKey,
  ContractSchema,
  ContractStatus,
  encodeMessage,
  isContractName,
  RuntimeType,
  type Contract,
} from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import type { NativeMethod, NativeOutcome } from "../interface.ts";
import { refuse } from "../outcome.ts";
import {
  bytecodeKey,
  contractManageName,
  contractTexts,
  senderAsCreator,
  withShownAddress,
  writeRecord,
} from "./contract-records.ts";
import { hasFailed, parseDeployment, refuseRuntime, type Deployment } from "./deployment.ts";

/**
 * INIT_CONTRACT: writes record (by name, by address) and bytecode, then runs `init_contract`; its message, gas and
 * events become the transaction's, its result is replaced by M(Contract). On EVM the constructor's result is the code to keep.
 *
 * Spec: system-contracts.md §3, vm.md §0.2.
 */
export const installContract: NativeMethod = (context, parameters) => {
  const parsed = parseDeployment(parameters);
  if (parsed.kind === "refused") return refuse(parsed.message);
  const deployment = parsed.deployment;
  if (!isContractName(deployment.name)) return refuse(contractTexts.nameInvalid);
  const existing = context.get(contractManageName, contractKey(deployment.name));
  if (existing !== undefined && existing.length > 0) return refuse(contractTexts.exists);
  if (deployment.runtimeType === RuntimeType.GO) return refuse("unknown runtime type, <nil>");
  const runtimeRefusal = refuseRuntime(context.chainConfig, deployment.runtimeType);
  if (runtimeRefusal !== undefined) return refuseInstall(deployment, runtimeRefusal);

  const contract = createRecord(context, deployment);
  writeRecord(context, contract);
  context.put(contractManageName, bytecodeKey(contract.name), deployment.bytecode);
  const outcome = context.callInstalled(contract, deployment.bytecode, "init_contract", parameters, 0n);
  if (hasFailed(outcome)) return refuseInstall(deployment, outcome.message);
  if (deployment.runtimeType === RuntimeType.EVM && outcome.result.length > 0) {
    context.put(contractManageName, bytecodeKey(contract.name), outcome.result);
  }
  const result = encodeMessage(ContractSchema, withShownAddress(context, contract));
  return { kind: "ok", result, message: outcome.message, events: outcome.events, gasUsed: outcome.gasUsed };
};

function createRecord(context: TxContext, deployment: Deployment): Contract {
  return create(ContractSchema, {
    name: deployment.name,
    version: deployment.version,
    runtimeType: deployment.runtimeType,
    status: ContractStatus.NORMAL,
    creator: senderAsCreator(context),
    address:
      context.createdContractAddress === deployment.name
        ? deployment.name
        : contractAddress(deployment.name, context.chainConfig.vm?.addrType ?? 0, context.blockVersion),
    index: context.blockVersion >= blockVersions.v2030500 ? 1 : 0,
  });
}

/** Failed EVM constructors answer with their bare message. */
function refuseInstall(deployment: Deployment, message: string): NativeOutcome {
  return refuse(deployment.runtimeType === RuntimeType.EVM ? message : `${contractTexts.initFails}, ${message}`);
}
