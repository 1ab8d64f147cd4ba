import { create } from "@bufbuild/protobuf";
import {
  contractAddress,
  ContractSchema,
  ContractStatus,
  contractToJson,
  RuntimeType,
  systemContractNames,
  type Contract,
} from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeedWithText } from "../outcome.ts";
import { contractTexts, listRecords, readRecord, writeRecord } from "./contract-records.ts";

/**
 * INIT_NEW_NATIVE_CONTRACT: writes a record for every system contract that this version knows, with its address;
 * the result is the JSON array of the records. Spec: system-contracts.md §3.
 */
export const initNewNativeContracts: NativeMethod = (context) => {
  const existing = new Set(
    listRecords(context)
      .filter((contract) => contract.runtimeType === RuntimeType.NATIVE)
      .map((contract) => contract.name),
  );
  const written: Contract[] = [];
  for (const name of systemContractNames) {
    const contract = existing.has(name) ? readRecord(context, name) : createRecord(name);
    if (contract === undefined) return refuse(contractTexts.missing);
    contract.address = addressOf(context, name);
    writeRecord(context, contract);
    written.push(contract);
  }
  return succeedWithText(`[${written.map(contractToJson).join(",")}]`);
};

function createRecord(name: string): Contract {
  return create(ContractSchema, {
    name,
    version: "v1",
    runtimeType: RuntimeType.NATIVE,
    status: ContractStatus.NORMAL,
  });
}

function addressOf(context: TxContext, name: string): string {
  return contractAddress(name, context.chainConfig.vm?.addrType ?? 0, context.blockVersion);
}
