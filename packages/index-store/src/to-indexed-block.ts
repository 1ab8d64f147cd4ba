import { bytesToHex } from "@yanta/bytes";
import { TxStatusCode, type BlockInfo, type Transaction, type TxRWSet } from "@yanta/protocol";
import type { IndexedBlock, IndexedTx } from "./interface.ts";

/** A block with its read-write sets → what projections read. Blocks of subscriptions always have a header. */
export function toIndexedBlock({ block, rwsetList }: BlockInfo): IndexedBlock {
  const header = block?.header;
  if (header === undefined) throw new TypeError("a block without a header");
  const sets = new Map(rwsetList.map((set) => [set.txId, set]));
  return {
    height: header.blockHeight,
    hash: bytesToHex(header.blockHash),
    previousHash: bytesToHex(header.preBlockHash),
    unixSeconds: header.blockTimestamp,
    txs: block?.txs.map((tx) => toIndexedTx(tx, sets)) ?? [],
  };
}

function toIndexedTx(transaction: Transaction, sets: ReadonlyMap<string, TxRWSet>): IndexedTx {
  const txId = transaction.payload?.txId ?? "";
  const { result } = transaction;
  const isDone = result?.code === TxStatusCode.SUCCESS && (result.contractResult?.code ?? 0) === 0;
  const events = isDone ? (result.contractResult?.contractEvent ?? []) : [];
  return {
    txId,
    isDone,
    transaction,
    writes: isDone ? (sets.get(txId)?.txWrites ?? []) : [],
    events: events.map(({ contractName, topic, eventData }) => ({ contract: contractName, topic, data: eventData })),
  };
}
