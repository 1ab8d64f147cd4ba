import type { Chain } from "@yanta/chain";
import { addressFromPublicKey, addressTypes } from "@yanta/crypto";
import type { EthereumTransaction } from "@yanta/ethereum";
import type { TxView } from "@yanta/protocol";
import { toData, toQuantity } from "../json-rpc/hex.ts";
import type { ChainBlock } from "./block-reader.ts";
import { callData, carriedTransaction, type ChainTransaction } from "./chain-transaction.ts";
import { contractAddressOf, findContract } from "./contracts.ts";

const zeroAddress = "0".repeat(40);

/** Who sent a transaction, and to which contract; `to` is undefined for a creation by an Ethereum transaction. */
export interface Parties {
  readonly from: string;
  readonly to: string | undefined;
}

/** Of a ChainMaker transaction: the sender's address as the chain derives it, and that of the contract. */
export function partiesOf(chain: Chain, tx: TxView, unixSeconds: bigint): Parties {
  const carried = carriedTransaction(tx, chain.isDevChain);
  if (carried !== undefined) return carried;
  const { contractName } = tx.payload;
  const to = contractAddressOf(findContract(chain.ledger, contractName)) ?? zeroAddress;
  return { from: memberAddress(chain, tx, unixSeconds), to };
}

function memberAddress({ accessControl, config }: Chain, tx: TxView, unixSeconds: bigint): string {
  const member = tx.sender?.signer;
  const resolved = member && accessControl.resolveMember(member, unixSeconds);
  if (resolved?.kind !== "identity") return zeroAddress;
  const { publicKey, certificate } = resolved.identity;
  const type = addressTypes[config.vm?.addrType ?? 0] ?? "CHAINMAKER";
  return addressFromPublicKey({ publicKey, subjectKeyId: certificate?.subjectKeyId }, type);
}

/** A transaction of a block as JSON-RPC shows it. One of ChainMaker's looks like a legacy transaction with an empty signature. */
export function transactionToJson(
  chain: Chain,
  transaction: ChainTransaction,
  block: ChainBlock,
): Record<string, unknown> {
  const place = {
    blockHash: `0x${block.hash}`,
    blockNumber: toQuantity(block.height),
    transactionIndex: toQuantity(transaction.index),
    blockTimestamp: toQuantity(block.header.blockTimestamp),
  };
  const { tx, hash, gasUsed } = transaction;
  const carried = carriedTransaction(tx, chain.isDevChain);
  if (carried !== undefined) return { ...place, ...carriedToJson(carried) };
  const { from, to } = partiesOf(chain, tx, block.header.blockTimestamp);
  return {
    ...place,
    type: "0x0",
    hash: `0x${hash}`,
    nonce: "0x0",
    from: `0x${from}`,
    to: to === undefined ? null : `0x${to}`,
    value: "0x0",
    gas: toQuantity(gasUsed),
    gasPrice: "0x0",
    input: toData(callData(tx)),
    v: "0x1b",
    r: "0x0",
    s: "0x0",
  };
}

/** A transaction that is not in a block yet. */
export function pendingToJson(transaction: EthereumTransaction): Record<string, unknown> {
  return { blockHash: null, blockNumber: null, transactionIndex: null, ...carriedToJson(transaction) };
}

function carriedToJson(transaction: EthereumTransaction): Record<string, unknown> {
  const { type, signature, accessList } = transaction;
  return {
    type: toQuantity(type),
    chainId: toQuantity(transaction.chainId),
    hash: toData(transaction.hash),
    nonce: toQuantity(transaction.nonce),
    from: `0x${transaction.from}`,
    to: transaction.to === undefined ? null : `0x${transaction.to}`,
    value: toQuantity(transaction.value),
    gas: toQuantity(transaction.gasLimit),
    // Nothing is paid: a type 2 transaction's price is zero, while the others must show what was signed.
    gasPrice: toQuantity(type === 2 ? 0n : transaction.gasPrice),
    ...(type === 2
      ? {
          maxFeePerGas: toQuantity(transaction.gasPrice),
          maxPriorityFeePerGas: toQuantity(transaction.priorityFee),
        }
      : {}),
    input: toData(transaction.data),
    ...(type === 0
      ? {}
      : {
          accessList: accessList.map(({ address, storageKeys }) => ({
            address: `0x${address}`,
            storageKeys: storageKeys.map(toData),
          })),
          yParity: toQuantity(signature.yParity),
        }),
    v: toQuantity(signature.v),
    r: toQuantity(signature.r),
    s: toQuantity(signature.s),
  };
}
