import { BlockInfoSchema, decodeMessage, encodeMessage, scanOwnBlockInfo, type BlockInfo } from "@yanta/protocol";
import type { BlockRecord } from "@yanta/storage";
import type { TxContext } from "@yanta/vm";
import { isLightSender, isOfOwnOrganisation } from "./light-sender.ts";
import type { QueryParameters } from "./query-parameters.ts";
import { spliceField } from "./splice.ts";
import { createTruncation, truncatePayload, truncateRwset } from "./truncate.ts";

/**
 * M(BlockInfo) of a stored block as its asker may see it. Without truncation and for anyone but LIGHT users
 * the stored bytes are cut, not decoded.
 */
export function viewBlock(context: TxContext, record: BlockRecord, query: QueryParameters): Uint8Array {
  if (isLightSender(context) || query.truncateLength > 0) return viewDecodedBlock(context, record, query);
  return query.withRwset ? record.blockInfoBytes : spliceField(1, scanOwnBlockInfo(record.blockInfoBytes).blockBytes);
}

function viewDecodedBlock(context: TxContext, record: BlockRecord, query: QueryParameters): Uint8Array {
  const info = decodeMessage(BlockInfoSchema, record.blockInfoBytes);
  if (!query.withRwset) info.rwsetList = [];
  if (isLightSender(context)) keepOwnTransactions(context, info);
  if (query.truncateLength > 0) {
    const truncation = createTruncation(query.truncateLength, query.truncateModel);
    for (const tx of info.block?.txs ?? []) truncatePayload(tx.payload, truncation);
    for (const rwset of info.rwsetList) truncateRwset(rwset, truncation);
  }
  return encodeMessage(BlockInfoSchema, info);
}

/**
 * Removes transactions of other organisations, all of the genesis block, and their read-write sets.
 * ChainMaker leaves the read-write sets in, see docs/deviations.md.
 */
export function keepOwnTransactions(context: TxContext, info: BlockInfo): void {
  const block = info.block;
  if (block === undefined) return;
  const isGenesis = block.header?.blockHeight === 0n;
  const kept = block.txs.filter((tx) => !isGenesis && isOfOwnOrganisation(context, tx));
  const txIds = new Set(kept.map((tx) => tx.payload?.txId));
  block.txs = kept;
  info.rwsetList = info.rwsetList.filter((rwset) => txIds.has(rwset.txId));
}
