import { textToBinaryString } from "@yanta/bytes";
import {
  type Contract,
  ContractSchema,
  contractKey,
  ContractStatus,
  decodeMessage,
  RuntimeType,
} from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";

const contractManager = "CONTRACT_MANAGE";
const addressPattern = /^[0-9a-f]{40}$/;

function stateAt(
  ledger: LedgerReader,
  contract: string,
  key: string,
  height: bigint | undefined,
): Uint8Array | undefined {
  const binaryKey = textToBinaryString(key);
  const value =
    height === undefined ? ledger.getState(contract, binaryKey) : ledger.getStateAt(contract, binaryKey, height);
  return value === undefined || value.length === 0 ? undefined : value;
}

/** A contract's record by name or address, now or at the end of a block. */
export function findContract(ledger: LedgerReader, nameOrAddress: string, height?: bigint): Contract | undefined {
  const bytes = stateAt(ledger, contractManager, contractKey(nameOrAddress), height);
  return bytes === undefined ? undefined : decodeMessage(ContractSchema, bytes);
}

/** Its address, 40 hex digits; contracts from before block version 2220 have none. */
export function contractAddressOf(contract: Contract | undefined): string | undefined {
  return contract !== undefined && addressPattern.test(contract.address) ? contract.address : undefined;
}

/** Code of the EVM contract at an address; undefined when there is none. */
export function findCode(ledger: LedgerReader, address: string, height?: bigint): Uint8Array | undefined {
  const contract = findEvmContract(ledger, address, height);
  return contract && stateAt(ledger, contractManager, `ContractByteCode:${contract.name}`, height);
}

/** Value of a storage slot, given as minimal hex. Spec: vm.md §5.3. */
export function findStorage(
  ledger: LedgerReader,
  address: string,
  slot: string,
  height?: bigint,
): Uint8Array | undefined {
  const contract = findEvmContract(ledger, address, height);
  return contract && stateAt(ledger, contract.name, slot, height);
}

function findEvmContract(ledger: LedgerReader, address: string, height?: bigint): Contract | undefined {
  const contract = findContract(ledger, address, height);
  const isThere = contract?.runtimeType === RuntimeType.EVM && contract.status !== ContractStatus.REVOKED;
  return isThere ? contract : undefined;
}
