import { bytesToHex, bytesToUtf8, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { ethereumParameter } from "@yanta/chain";
import { keccak256 } from "@yanta/crypto";
import {
  decodeTransaction,
  decodeUnsignedTransaction,
  type EthereumTransaction,
  isUnsignedTransaction,
} from "@yanta/ethereum";
import { ContractSchema, decodeMessage, type Result, TxStatusCode, type TxView } from "@yanta/protocol";

/** A transaction of a block as Ethereum's clients look at it. Hashes and addresses are lower-case hex without 0x. */
export interface ChainTransaction {
  readonly index: number;
  readonly hash: string;
  readonly tx: TxView;
  readonly result: Result;
  readonly hasSucceeded: boolean;
  readonly gasUsed: bigint;
}

/**
 * The hash under which Ethereum's clients know a transaction: the transaction id, which for a carried Ethereum transaction
 * is its hash and from ChainMaker's SDKs has 64 hex digits, too. Other ids are hashed, and cannot be asked for.
 */
export function ethereumHash(txId: string): string {
  return /^[0-9a-f]{64}$/.test(txId) ? txId : bytesToHex(keccak256(utf8ToBytes(txId)));
}

export function isSuccess({ code, contractResult }: Result): boolean {
  return code === TxStatusCode.SUCCESS && (contractResult?.code ?? 0) === 0;
}

/** The Ethereum transaction that a payload carries; on a development chain it may be unsigned. */
export function carriedTransaction({ payload }: TxView, isDevChain = false): EthereumTransaction | undefined {
  const [only] = payload.parameters;
  if (payload.parameters.length !== 1 || only?.key !== ethereumParameter) return undefined;
  const isUnsigned = isDevChain && isUnsignedTransaction(only.value);
  const decoded = isUnsigned ? decodeUnsignedTransaction(only.value) : decodeTransaction(only.value);
  return decoded.kind === "transaction" ? decoded.transaction : undefined;
}

/** Call data of a ChainMaker transaction to an EVM contract. */
export function callData({ payload }: TxView): Uint8Array {
  const value = payload.parameters.find(({ key }) => key === "data")?.value;
  if (value === undefined || value.length > 1024 * 1024) return new Uint8Array(0);
  return hexToBytes(bytesToUtf8(value).replace(/^0[xX]/, "")) ?? new Uint8Array(0);
}

/** Address of the contract that a transaction installed. */
export function installedAddress({ tx, result, hasSucceeded }: ChainTransaction): string | undefined {
  const { contractName, method } = tx.payload;
  if (contractName !== "CONTRACT_MANAGE" || method !== "INIT_CONTRACT" || !hasSucceeded) return undefined;
  const { address } = decodeMessage(ContractSchema, result.contractResult?.result ?? new Uint8Array(0));
  return address.slice(-40);
}
