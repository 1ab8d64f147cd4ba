import { bytesToUtf8 } from "@yanta/bytes";
import { TxType, type Payload } from "@yanta/protocol";

/** The name of a transaction's target in policies. */
export function txResource(payload: Payload): string {
  return resourceName(payload.contractName, payload.method);
}

export function resourceName(contract: string, method: string): string {
  return `${contract}-${method}`;
}

/** The type's name in policies; a number that has none stands for itself. */
export function txTypeName(txType: TxType): string {
  return TxType[txType] ?? String(txType);
}

/** For SELF: the value of the first parameter `org_id`, "" when there is none. Spec: access.md §5. */
export function targetOrgOf(payload: Payload): string {
  const parameter = payload.parameters.find(({ key }) => key === "org_id");
  return parameter === undefined ? "" : bytesToUtf8(parameter.value);
}
