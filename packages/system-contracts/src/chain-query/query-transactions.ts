import { create } from "@bufbuild/protobuf";
import { concatBytes } from "@yanta/bytes";
import {
  decodeMessage,
  encodeMessage,
  scanOwnBlockInfo,
  TransactionInfoWithRWSetSchema,
  TransactionSchema,
  TxRWSetSchema,
  type ScannedBlockInfo,
  type TransactionInfoWithRWSet,
} from "@yanta/protocol";
import type { BlockRecord, TxLocation } from "@yanta/storage";
import type { TxContext } from "@yanta/vm";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeed } from "../outcome.ts";
import { isArchived } from "./archived-contents.ts";
import { isLightSender, isOfOwnOrganisation } from "./light-sender.ts";
import { noSuch } from "./query-blocks.ts";
import { parseQuery, type QueryParameters } from "./query-parameters.ts";
import { spliceField } from "./splice.ts";
import { archivedTransaction } from "./store-texts.ts";
import { createTruncation, truncatePayload, truncateRwset } from "./truncate.ts";

/**
 * GET_TX_BY_TX_ID: M(TransactionInfoWithRWSet), the read-write set only when asked for. Clients poll it, so the
 * stored transaction is spliced in unless something must be hidden or shortened.
 * Spec: system-contracts.md §2, client-calls.md §4.2.
 */
export const getTxByTxId: NativeMethod = (context, parameters) => {
  const parsed = parseQuery(parameters, "txId");
  if (parsed.kind === "refused") return refuse(parsed.message);
  const query = parsed.query;
  const location = context.ledger.getTxLocation(query.txId);
  if (location === undefined) return noSuch(context, "transaction");
  const record = context.ledger.getBlock(location.height);
  if (record === undefined) return noSuch(context, "transaction");
  if (isArchived(context, record)) return refuse(`get transaction failed, ${archivedTransaction}`);
  const scanned = scanOwnBlockInfo(record.blockInfoBytes);
  if (isLightSender(context) || query.truncateLength > 0)
    return succeed(viewDecodedTx(context, query, { location, record, scanned }));
  return succeed(spliceTx(query, { location, record, scanned }));
};

interface Found {
  readonly location: TxLocation;
  readonly record: BlockRecord;
  readonly scanned: ScannedBlockInfo;
}

function spliceTx(query: QueryParameters, found: Found): Uint8Array {
  const tx = found.scanned.txBytes[found.location.index];
  const rwset = found.scanned.rwSetBytes[found.location.index];
  const parts: Uint8Array[] = [];
  if (tx !== undefined) parts.push(spliceField(1, tx));
  parts.push(encodeMessage(TransactionInfoWithRWSetSchema, placeOf(found)));
  if (query.withRwset && rwset !== undefined) parts.push(spliceField(6, rwset));
  return concatBytes(...parts);
}

function viewDecodedTx(context: TxContext, query: QueryParameters, found: Found): Uint8Array {
  const info = placeOf(found);
  const txBytes = found.scanned.txBytes[found.location.index];
  const rwsetBytes = found.scanned.rwSetBytes[found.location.index];
  const tx = txBytes === undefined ? undefined : decodeMessage(TransactionSchema, txBytes);
  const isHidden = tx === undefined || (isLightSender(context) && !isOfOwnOrganisation(context, tx));
  if (!isHidden) {
    info.transaction = tx;
    if (query.withRwset && rwsetBytes !== undefined) info.rwSet = decodeMessage(TxRWSetSchema, rwsetBytes);
  }
  if (query.truncateLength > 0) {
    const truncation = createTruncation(query.truncateLength, query.truncateModel);
    truncatePayload(info.transaction?.payload, truncation);
    truncateRwset(info.rwSet, truncation);
  }
  return encodeMessage(TransactionInfoWithRWSetSchema, info);
}

/** Fields 2 to 5: where the transaction stands. */
function placeOf(found: Found): TransactionInfoWithRWSet {
  return create(TransactionInfoWithRWSetSchema, {
    blockHeight: found.location.height,
    blockHash: found.record.blockHash,
    txIndex: found.location.index,
    blockTimestamp: found.scanned.header.blockTimestamp,
  });
}
