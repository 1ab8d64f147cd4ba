import { bytesToHex, bytesToUint64Be, textToBinaryString, uint64ToBytesBe, utf8ToBytes } from "@yanta/bytes";
import {
  createdAddress,
  decodeTransaction,
  decodeUnsignedTransaction,
  type EthereumTransaction,
  isUnsignedTransaction,
} from "@yanta/ethereum";
import { type Payload, RuntimeType, TxStatusCode } from "@yanta/protocol";
import { type CallOutcome, failedCall } from "@yanta/vm";
import { isPermitted, noRightText } from "../execution/call-contract.ts";
import { contractManager } from "../execution/contract-cache.ts";
import type { TransactionContext } from "../execution/tx-context.ts";
import { ethereumAccounts, ethereumChainId, ethereumParameter, ethereumSenders } from "./ethereum-rules.ts";
import { withoutEndorsers } from "./without-endorsers.ts";

/** Where a payload with an Ethereum creation goes: to the policy of installing contracts. */
export const creationTarget = { contract: contractManager, method: "INIT_CONTRACT" } as const;
const createdVersion = "1.0.0";

/** What a message does: an Ethereum transaction without its signature. Addresses are 40 lower-case hex digits. */
export interface EthereumMessage {
  readonly from: string;
  /** Undefined for a creation, whose address comes from `from` and `nonce`. */
  readonly to: string | undefined;
  readonly data: Uint8Array;
  readonly nonce: bigint;
}

/** The signed Ethereum transaction that a payload carries; undefined for every other payload, and on chains without any. */
export function carriedTransaction(
  { chainConfig }: TransactionContext,
  { parameters }: Payload,
): Uint8Array | undefined {
  const [only] = parameters;
  if (parameters.length !== 1 || only?.key !== ethereumParameter) return undefined;
  return ethereumSenders(chainConfig).kind === "none" ? undefined : only.value;
}

/**
 * Runs a transaction whose payload carries a signed Ethereum transaction: its signer becomes the caller. The signer's nonce
 * counts up whether the contract succeeds or not; what is refused before leaves no trace in the state. On a development chain it may
 * be an unsigned one, of an address that is impersonated.
 *
 * Spec: docs/adr/0009, docs/adr/0011.
 */
export function runCarriedTransaction(context: TransactionContext, raw: Uint8Array): CallOutcome {
  const isImpersonation = context.environment.isDevChain === true && isUnsignedTransaction(raw);
  const decoded = isImpersonation ? decodeUnsignedTransaction(raw) : decodeTransaction(raw);
  if (decoded.kind === "refused") return refuse(decoded.text);
  const { transaction } = decoded;
  const fault =
    envelopeFault(context, transaction) ?? nonceFault(context, transaction) ?? policyFault(context, transaction);
  if (fault !== undefined) return refuse(fault);
  context.put(ethereumAccounts, textToBinaryString(transaction.from), uint64ToBytesBe(transaction.nonce + 1n));
  return runMessage(context, transaction);
}

/** Runs a message as its sender. A call of an address without a contract succeeds and does nothing, as on Ethereum. */
export function runMessage(context: TransactionContext, { from, to, data, nonce }: EthereumMessage): CallOutcome {
  if (to === undefined) {
    const address = createdAddress(from, nonce);
    context.actFor({ sender: from, createdAddress: address });
    const { contract, method } = creationTarget;
    const parameters = new Map([
      ["CONTRACT_NAME", utf8ToBytes(address)],
      ["CONTRACT_VERSION", utf8ToBytes(createdVersion)],
      ["CONTRACT_RUNTIME_TYPE", utf8ToBytes("EVM")],
      ["CONTRACT_BYTECODE", data],
    ]);
    const manager = context.findContract(contract);
    return context.runner(context, { contract: manager, bytecode: undefined, method, parameters, gasUsed: 0n });
  }
  context.actFor({ sender: from, createdAddress: undefined });
  const contract = context.findContract(to);
  if (contract === undefined) {
    return { status: TxStatusCode.SUCCESS, code: 0, result: new Uint8Array(0), message: "", gasUsed: 0n, events: [] };
  }
  if (contract.runtimeType !== RuntimeType.EVM) return refuse(`contract ${contract.name} is not an EVM contract`);
  return context.runner(context, {
    contract,
    bytecode: context.findBytecode(contract.name),
    method: callMethod(data),
    // With 0x in front, so that a call without data is not one without a parameter.
    parameters: new Map([["data", utf8ToBytes(`0x${bytesToHex(data)}`)]]),
    gasUsed: 0n,
  });
}

/** The method that a call's payload names: the selector, as ChainMaker's clients do it. */
export function callMethod(data: Uint8Array): string {
  return data.length < 4 ? "call" : bytesToHex(data.subarray(0, 4));
}

/** Begins the message of every failure whose Ethereum transaction did not take place. */
export const ethereumRefusalPrefix = "ethereum transaction refused: ";

const tooHigh = "nonce too high";

/**
 * Whether an Ethereum transaction was refused only because earlier ones of its sender are missing. A proposer leaves it out, so that
 * its hash, the transaction id, is not used up and it can be sent again.
 */
export function comesTooEarly({ status, message }: CallOutcome): boolean {
  return status === TxStatusCode.INVALID_PARAMETER && message.startsWith(ethereumRefusalPrefix + tooHigh);
}

/** The outcome of an Ethereum transaction that does not take place. */
export const refuse = (text: string): CallOutcome =>
  failedCall(TxStatusCode.INVALID_PARAMETER, ethereumRefusalPrefix + text);

/** Whether the carrying payload is the one that belongs to the transaction, and its signer may act here. */
function envelopeFault({ tx, chainConfig }: TransactionContext, transaction: EthereumTransaction): string | undefined {
  const { payload } = tx;
  if (payload.txId !== bytesToHex(transaction.hash)) return "the transaction id is not its hash";
  const { to, data } = transaction;
  const target = to === undefined ? creationTarget : { contract: to, method: callMethod(data) };
  if (payload.contractName !== target.contract || payload.method !== target.method)
    return "it is for another contract or method";
  const chainId = ethereumChainId(payload.chainId);
  if (transaction.chainId !== chainId) return `invalid chain id: have ${transaction.chainId} want ${chainId}`;
  if (transaction.value !== 0n) return "this chain transfers no value";
  const senders = ethereumSenders(chainConfig);
  const isAllowed = senders.kind === "any" || (senders.kind === "listed" && senders.addresses.has(transaction.from));
  return isAllowed ? undefined : `address 0x${transaction.from} may not act on this chain`;
}

/**
 * Why the policy of the called contract refuses a message; undefined = it does not. Contracts that have a name of their own are
 * judged by it, as when a ChainMaker client names their address; endorsements of the gateway count for creations alone.
 */
export function policyFault(
  context: TransactionContext,
  { to, data }: Pick<EthereumMessage, "to" | "data">,
): string | undefined {
  const name = to === undefined ? undefined : context.findContract(to)?.name;
  if (name === undefined || name === to) return undefined;
  const method = callMethod(data);
  return isPermitted(context, withoutEndorsers(context.tx), name, method) ? undefined : noRightText(name, method);
}

function nonceFault(context: TransactionContext, { from, nonce }: EthereumTransaction): string | undefined {
  const bytes = context.get(ethereumAccounts, textToBinaryString(from));
  const next = bytes === undefined ? 0n : bytesToUint64Be(bytes);
  if (nonce === next) return undefined;
  return `${nonce < next ? "nonce too low" : tooHigh}: next nonce ${next}, tx nonce ${nonce}`;
}
