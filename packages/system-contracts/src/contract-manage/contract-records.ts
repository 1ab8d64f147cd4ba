import { create } from "@bufbuild/protobuf";
import { textToBinaryString, type BinaryString } from "@yanta/bytes";
import {
  AddrType,
  contractKey,
  ContractSchema,
  decodeMessage,
  encodeMessage,
  MemberFullSchema,
  RuntimeType,
  type Contract,
  type MemberFull,
} from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";

/** Name of the contract and of its namespace. Spec: system-contracts.md §3. */
export const contractManageName = "CONTRACT_MANAGE";

/** ChainMaker's refusals about contracts. Spec: vm.md §8.4. */
export const contractTexts = {
  exists: "contract exist",
  initFails: "contract initial fail",
  upgradeFails: "contract upgrade fail",
  missing: "contract not exist",
  versionExists: "contract version exist",
  statusInvalid: "contract status invalid",
  nameInvalid: "invalid contract name",
} as const;

const recordPrefix = "Contract:";
/** End of the range of records: the prefix with its last character plus one. */
const recordLimit = "Contract;";

/** Key of a contract's bytecode. */
export function bytecodeKey(name: string): BinaryString {
  return textToBinaryString(`ContractByteCode:${name}`);
}

/** Reads a record by name or address, recorded; undefined when there is none. */
export function readRecord(context: TxContext, nameOrAddress: string): Contract | undefined {
  const bytes = context.get(contractManageName, contractKey(nameOrAddress));
  return bytes === undefined || bytes.length === 0 ? undefined : decodeMessage(ContractSchema, bytes);
}

/** Writes a record under its name and under its address. */
export function writeRecord(context: TxContext, contract: Contract): void {
  const bytes = encodeMessage(ContractSchema, contract);
  context.put(contractManageName, contractKey(contract.name), bytes);
  context.put(contractManageName, contractKey(contract.address), bytes);
}

/** All records in key order, each contract once (it stands under two keys). */
export function listRecords(context: TxContext): readonly Contract[] {
  const contracts = new Map<string, Contract>();
  const cursor = context.range(contractManageName, recordPrefix, recordLimit);
  for (let row = cursor.next(); row !== undefined; row = cursor.next()) {
    const contract = decodeMessage(ContractSchema, row.value);
    if (!contracts.has(contract.name)) contracts.set(contract.name, contract);
  }
  cursor.close();
  return [...contracts.values()];
}

/** The sender as a contract's creator. */
export function senderAsCreator(context: TxContext): MemberFull {
  const { member, memberId, role, uid } = context.sender;
  return create(MemberFullSchema, {
    orgId: member.orgId,
    memberType: member.memberType,
    memberInfo: member.memberInfo,
    memberId,
    role,
    uid,
  });
}

/** The record as results show it: with the `ZX` that the stored address lacks on ZXL chains. */
export function withShownAddress(context: TxContext, contract: Contract): Contract {
  const isZxl = context.chainConfig.vm?.addrType === AddrType.ZXL;
  return isZxl && contract.address.length === 40 ? { ...contract, address: `ZX${contract.address}` } : contract;
}

/**
 * The record as queries show it: the engine runtime GO appears as DOCKER_GO, and `index` is left out, because the
 * official Python client refuses a contract with a member that it does not know.
 */
export function asQueried(context: TxContext, contract: Contract): Contract {
  const shown = withShownAddress(context, contract);
  const runtimeType = shown.runtimeType === RuntimeType.GO ? RuntimeType.DOCKER_GO : shown.runtimeType;
  return { ...shown, runtimeType, index: 0 };
}
