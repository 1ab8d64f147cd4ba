import { fromBinary } from "@bufbuild/protobuf";
import { bytesToBinaryString, emptyBytes } from "@yanta/bytes";
import { ContractSchema, encodeTxRwSet, type Payload, TxRWSetSchema, TxStatusCode } from "@yanta/protocol";
import { type CallOutcome, failedCall } from "@yanta/vm";
import { accessContracts } from "../block/chain-head.ts";
import { ethereumAccounts } from "../ethereum/ethereum-rules.ts";
import { contractManager, contractRecordKey } from "../execution/contract-cache.ts";
import type { TransactionContext } from "../execution/tx-context.ts";
import { devContract } from "./dev-contract.ts";
import type { StateRecord } from "../execution/state-key.ts";

/** Target of a transaction that writes rows of the state, and its one parameter. Spec: docs/adr/0011. */
export const setStateCall = { contract: devContract, method: "SET_STATE", parameter: "WRITES" } as const;

/** Value of the parameter: M(common.TxRWSet) with nothing but the writes; an empty value deletes. */
export function encodeStateWrites(writes: readonly StateRecord[]): Uint8Array {
  return encodeTxRwSet({ txId: "", reads: [], writes });
}

/**
 * Why a row cannot be set; undefined = it can. Configuration and certificates change by their own transactions, which check them; rows that
 * the node itself reads must be readable.
 */
export function stateRowFault({ contract, key, value }: StateRecord): string | undefined {
  if (contract === "" || contract.includes("#")) return `${JSON.stringify(contract)} is no contract's name`;
  if (accessContracts.has(contract) || contract === devContract) return `rows of ${contract} are not set by hand`;
  if (value.length === 0) return undefined;
  if (contract === ethereumAccounts) return value.length === 8 ? undefined : "a nonce has 8 bytes";
  return contract === contractManager && key.startsWith(recordPrefix) && !isContract(value)
    ? `${key} is no contract's record`
    : undefined;
}

const recordPrefix = contractRecordKey("");

function isContract(bytes: Uint8Array): boolean {
  try {
    return fromBinary(ContractSchema, bytes).name !== "";
  } catch {
    return false;
  }
}

/** Runs a transaction that writes rows of the state; undefined for every other one. */
export function runSetState(context: TransactionContext, payload: Payload): CallOutcome | undefined {
  if (payload.contractName !== setStateCall.contract) return undefined;
  const [only] = payload.parameters;
  if (payload.method !== setStateCall.method || payload.parameters.length !== 1 || only?.key !== setStateCall.parameter)
    return refuse(`${setStateCall.method} with the parameter ${setStateCall.parameter} is all it has`);
  let writes: readonly StateRecord[];
  try {
    writes = fromBinary(TxRWSetSchema, only.value).txWrites.map(({ contractName, key, value }) => ({
      contract: contractName,
      key: bytesToBinaryString(key),
      value,
    }));
  } catch {
    return refuse(`${setStateCall.parameter} cannot be read`);
  }
  const fault = writes.map(stateRowFault).find((text) => text !== undefined);
  if (fault !== undefined) return refuse(fault);
  for (const { contract, key, value } of writes) context.put(contract, key, value);
  return { status: TxStatusCode.SUCCESS, code: 0, result: emptyBytes, message: "", gasUsed: 0n, events: [] };
}

const refuse = (text: string): CallOutcome =>
  failedCall(TxStatusCode.INVALID_PARAMETER, `${setStateCall.contract}: ${text}`);
