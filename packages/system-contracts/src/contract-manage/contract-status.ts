import { ContractStatus, contractToJson, RuntimeType, type Contract } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeedWithText } from "../outcome.ts";
import { isBlank, parameterText } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import { contractManageName, contractTexts, readRecord, withShownAddress, writeRecord } from "./contract-records.ts";

export type StatusChange =
  | { readonly kind: "changed"; readonly contract: Contract }
  | { readonly kind: "refused"; readonly message: string };

/** FREEZE_CONTRACT: NORMAL to FROZEN; the result is the record as JSON, like that of the next two. */
export const freezeContract = statusMethod(freezeRecord);
/** UNFREEZE_CONTRACT: FROZEN to NORMAL. */
export const unfreezeContract = statusMethod(unfreezeRecord);
/** REVOKE_CONTRACT: for good. */
export const revokeContract = statusMethod(revokeRecord);

/** Freezes any contract but CONTRACT_MANAGE, which could not be unfrozen again. */
export function freezeRecord(context: TxContext, name: string): StatusChange {
  if (name === contractManageName) return { kind: "refused", message: contractTexts.nameInvalid };
  return changeStatus(context, name, ContractStatus.NORMAL, ContractStatus.FROZEN);
}

/** Makes a frozen contract usable again. */
export function unfreezeRecord(context: TxContext, name: string): StatusChange {
  return changeStatus(context, name, ContractStatus.FROZEN, ContractStatus.NORMAL);
}

function revokeRecord(context: TxContext, name: string): StatusChange {
  if (isBlank(name)) return { kind: "refused", message: nameMissing };
  const contract = readRecord(context, name);
  if (contract === undefined) return { kind: "refused", message: contractTexts.missing };
  if (contract.runtimeType === RuntimeType.NATIVE) return { kind: "refused", message: contractTexts.nameInvalid };
  if (contract.status === ContractStatus.REVOKED) return { kind: "refused", message: contractTexts.statusInvalid };
  contract.status = ContractStatus.REVOKED;
  writeRecord(context, contract);
  return { kind: "changed", contract };
}

const nameMissing = `${refusalTexts.params}, param[contract_name] not found`;

function changeStatus(context: TxContext, name: string, from: ContractStatus, to: ContractStatus): StatusChange {
  if (isBlank(name)) return { kind: "refused", message: nameMissing };
  const contract = readRecord(context, name);
  if (contract === undefined) return { kind: "refused", message: contractTexts.missing };
  if (contract.status !== from) {
    const detail = `contract[${name}] expect status:${ContractStatus[from]},actual status:${ContractStatus[contract.status]}`;
    return { kind: "refused", message: `${contractTexts.statusInvalid}, ${detail}` };
  }
  contract.status = to;
  writeRecord(context, contract);
  return { kind: "changed", contract };
}

function statusMethod(change: (context: TxContext, name: string) => StatusChange): NativeMethod {
  return (context, parameters) => {
    const outcome = change(context, parameterText(parameters, "CONTRACT_NAME"));
    if (outcome.kind === "refused") return refuse(outcome.message);
    return succeedWithText(contractToJson(withShownAddress(context, outcome.contract)));
  };
}
