import { create } from "@bufbuild/protobuf";
import { emptyBytes, textToBinaryString, uint64ToBytesBe } from "@yanta/bytes";
import { ethereumAccounts } from "@yanta/chain";
import {
  type Contract,
  contractKey,
  ContractSchema,
  ContractStatus,
  decodeMessage,
  encodeMessage,
  MemberFullSchema,
  RuntimeType,
} from "@yanta/protocol";
import type { LedgerReader, StateWrite } from "@yanta/storage";

/** Rows of the state behind what Ethereum's tools call code, storage and nonce. Addresses are 40 lower-case hex digits. */

const contractManager = "CONTRACT_MANAGE";

/** Rows that put code at an address; no code takes the contract away. Its storage stays. */
export function codeRows(ledger: LedgerReader, address: string, code: Uint8Array): readonly StateWrite[] {
  const known = findContract(ledger, address);
  const contract = known ?? newContract(address);
  const record = code.length === 0 ? emptyBytes : encodeMessage(ContractSchema, contract);
  const keys = new Set([contractKey(contract.name), contractKey(contract.address)]);
  const records = [...keys].map((key) => ({ contract: contractManager, key, value: record }));
  const bytecode = {
    contract: contractManager,
    key: textToBinaryString(`ContractByteCode:${contract.name}`),
    value: code,
  };
  return known !== undefined && code.length > 0 ? [bytecode] : [...records, bytecode];
}

/** The row of a storage slot; numbers are stored without leading zero bytes. Spec: vm.md §5.3. */
export function storageRow(ledger: LedgerReader, address: string, slot: bigint, value: bigint): StateWrite {
  const contract = findContract(ledger, address)?.name ?? address;
  return { contract, key: minimalHex(slot), value: minimalBytes(value) };
}

/** The row of an address's next nonce. */
export function nonceRow(address: string, nonce: bigint): StateWrite {
  return { contract: ethereumAccounts, key: textToBinaryString(address), value: uint64ToBytesBe(nonce) };
}

function findContract(ledger: LedgerReader, address: string): Contract | undefined {
  const bytes = ledger.getState(contractManager, contractKey(address));
  return bytes === undefined ? undefined : decodeMessage(ContractSchema, bytes);
}

function newContract(address: string): Contract {
  return create(ContractSchema, {
    name: address,
    version: "1.0.0",
    runtimeType: RuntimeType.EVM,
    status: ContractStatus.NORMAL,
    creator: create(MemberFullSchema, {}),
    address,
  });
}

function minimalHex(value: bigint): string {
  if (value === 0n) return "";
  const digits = value.toString(16);
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}

function minimalBytes(value: bigint): Uint8Array {
  const digits = minimalHex(value);
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}
