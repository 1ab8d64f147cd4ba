import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { ContractStatus } from "@yanta/protocol";
import type { Parameters, TxContext } from "@yanta/vm";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeed, succeedWithText } from "../outcome.ts";
import { parameterText } from "../parameters.ts";
import { contractManageName, listRecords } from "./contract-records.ts";
import { freezeRecord, unfreezeRecord, type StatusChange } from "./contract-status.ts";

const namesKey = "NATIVE_CONTRACT_NAME";

/** GRANT_CONTRACT_ACCESS: unfreezes each named contract, all or none. */
export const grantContractAccess = accessMethod("can't grant contract_manage", unfreezeRecord);
/** REVOKE_CONTRACT_ACCESS: freezes each named contract, all or none. */
export const revokeContractAccess = accessMethod("can't revoke contract_manage", freezeRecord);

/** VERIFY_CONTRACT_ACCESS: `true`, or a refusal that carries `false`. */
export const verifyContractAccess: NativeMethod = (context, parameters) => {
  const name = nameToVerify(context, parameters);
  if (name === undefined) return refuse("can't find the contract name for multi sign");
  if (disabledNames(context).includes(name)) {
    return { kind: "failed", message: "the contract is in the disabled contract list", result: utf8ToBytes("false") };
  }
  return succeedWithText("true");
};

/** GET_DISABLED_CONTRACT_LIST: JSON array of the names of frozen contracts, `null` when there are none. */
export const getDisabledContractList: NativeMethod = (context) => {
  const names = disabledNames(context);
  return succeedWithText(names.length === 0 ? "null" : JSON.stringify(names));
};

function disabledNames(context: TxContext): readonly string[] {
  return listRecords(context)
    .filter((contract) => contract.status === ContractStatus.FROZEN)
    .map((contract) => contract.name);
}

/** The parameter, else the transaction's own contract, else what its multi-sign is about. */
function nameToVerify(context: TxContext, parameters: Parameters): string | undefined {
  if (parameters.has(namesKey)) return parameterText(parameters, namesKey);
  const payload = context.tx.payload;
  if (payload.contractName !== "MULTI_SIGN") return payload.contractName;
  const pair = payload.parameters.find((parameter) => parameter.key === "SYS_CONTRACT_NAME");
  return pair === undefined ? undefined : bytesToUtf8(pair.value);
}

function accessMethod(selfRefusal: string, change: (context: TxContext, name: string) => StatusChange): NativeMethod {
  return (context, parameters) => {
    const names = parseNames(parameterText(parameters, namesKey));
    if (names === undefined) return refuse(namesError(parameterText(parameters, namesKey)));
    if (names.includes(contractManageName)) return refuse(selfRefusal);
    for (const name of names) {
      const outcome = change(context, name);
      if (outcome.kind === "refused") return refuse(outcome.message);
    }
    return succeed();
  };
}

function parseNames(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null) return [];
    return Array.isArray(value) && value.every((name): name is string => typeof name === "string") ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The commonest of Go's JSON errors in its own words; others are described. */
function namesError(text: string): string {
  return text.trim() === ""
    ? "unexpected end of JSON input"
    : "json: cannot unmarshal value into Go value of type []string";
}
