import { create } from "@bufbuild/protobuf";
import { joinBytes } from "@yanta/bytes";
import {
  BlockInfoSchema,
  BlockWithRWSetSchema,
  ContractEventSchema,
  decodeMessage,
  encodeMessage,
  scanOwnBlockInfo,
  TransactionSchema,
} from "@yanta/protocol";
import type { BlockRecord } from "@yanta/storage";
import type { TxContext } from "@yanta/vm";
import type { NativeMethod, NativeOutcome } from "../interface.ts";
import { refuse, succeed, succeedWithText } from "../outcome.ts";
import { isArchived } from "./archived-contents.ts";
import { keepOwnTransactions, viewBlock } from "./block-view.ts";
import { isLightSender } from "./light-sender.ts";
import { parseQuery, type QueryKey, type QueryParameters } from "./query-parameters.ts";
import { spliceField } from "./splice.ts";
import { archivedBlock, valueNotFound } from "./store-texts.ts";

type BlockSource = (context: TxContext, query: QueryParameters) => BlockRecord | undefined;

/** GET_BLOCK_BY_HEIGHT and GET_BLOCK_WITH_TXRWSETS_BY_HEIGHT. */
export const getBlockByHeight = blockQuery(blockAtHeight, false, "blockHeight");
export const getBlockWithRwsetsByHeight = blockQuery(blockAtHeight, true, "blockHeight");
/** GET_BLOCK_BY_HASH and GET_BLOCK_WITH_TXRWSETS_BY_HASH. */
export const getBlockByHash = blockQuery(blockOfHash, false, "blockHash");
export const getBlockWithRwsetsByHash = blockQuery(blockOfHash, true, "blockHash");
/** GET_BLOCK_BY_TX_ID. */
export const getBlockByTxId = blockQuery(blockOfTx, false, "txId");
/** GET_LAST_BLOCK. */
export const getLastBlock = blockQuery((context) => blockAt(context, context.ledger.lastHeight), false);
/** GET_LAST_CONFIG_BLOCK. */
export const getLastConfigBlock = blockQuery((context) => blockAt(context, context.ledger.lastConfigHeight), false);

/** GET_FULL_BLOCK_BY_HEIGHT: M(store.BlockWithRWSet), with the events of all transactions as field 3. */
export const getFullBlockByHeight: NativeMethod = (context, parameters) => {
  const parsed = parseQuery(parameters, "blockHeight");
  if (parsed.kind === "refused") return refuse(parsed.message);
  const record = blockAtHeight(context, parsed.query);
  if (record === undefined) return noSuch(context, "blockwithrwset");
  if (isArchived(context, record)) return refuse(`get blockwithrwset failed, ${archivedBlock}`);
  if (!isLightSender(context)) {
    // BlockInfo and BlockWithRWSet share the numbers of fields 1 and 2; events follow as field 3.
    return succeed(joinBytes([record.blockInfoBytes, ...eventFields(record)]));
  }
  const info = decodeMessage(BlockInfoSchema, record.blockInfoBytes);
  keepOwnTransactions(context, info);
  const contractEvents = (info.block?.txs ?? []).flatMap((tx) => tx.result?.contractResult?.contractEvent ?? []);
  const view = create(BlockWithRWSetSchema, { txRWSets: info.rwsetList, contractEvents });
  if (info.block !== undefined) view.block = info.block;
  return succeed(encodeMessage(BlockWithRWSetSchema, view));
};

/** GET_BLOCK_HEADER_BY_HEIGHT: M(BlockHeader). */
export const getBlockHeaderByHeight: NativeMethod = (context, parameters) => {
  const parsed = parseQuery(parameters, "blockHeight");
  if (parsed.kind === "refused") return refuse(parsed.message);
  const record = blockAtHeight(context, parsed.query);
  if (record === undefined) return noSuch(context, "blockheader");
  return succeed(scanOwnBlockInfo(record.blockInfoBytes).headerBytes);
};

/** GET_BLOCK_HEIGHT_BY_TX_ID: decimal text. */
export const getBlockHeightByTxId: NativeMethod = (context, parameters) => {
  const parsed = parseQuery(parameters, "txId");
  if (parsed.kind === "refused") return refuse(parsed.message);
  const location = context.ledger.getTxLocation(parsed.query.txId);
  if (location === undefined) return notFoundInStore("getblockheightbytxid");
  return succeedWithText(location.height.toString());
};

/** GET_BLOCK_HEIGHT_BY_HASH: decimal text. */
export const getBlockHeightByHash: NativeMethod = (context, parameters) => {
  const parsed = parseQuery(parameters, "blockHash");
  if (parsed.kind === "refused") return refuse(parsed.message);
  const height = context.ledger.getHeightByHash(parsed.query.blockHash);
  if (height === undefined) return notFoundInStore("getheightbyhash");
  return succeedWithText(height.toString());
};

/** The block that holds a transaction. */
export function blockOfTx(context: TxContext, query: QueryParameters): BlockRecord | undefined {
  return blockAt(context, context.ledger.getTxLocation(query.txId)?.height);
}

/** `no such block, chainId:chain1` and the like: what CHAIN_QUERY says of things that are not there. */
export function noSuch(context: TxContext, what: string): NativeOutcome {
  return refuse(`no such ${what}, chainId:${context.tx.payload.chainId}`);
}

function blockQuery(source: BlockSource, isAlwaysWithRwset: boolean, ...required: readonly QueryKey[]): NativeMethod {
  return (context, parameters) => {
    const parsed = parseQuery(parameters, ...required);
    if (parsed.kind === "refused") return refuse(parsed.message);
    const record = source(context, parsed.query);
    if (record === undefined) return noSuch(context, "block");
    if (isArchived(context, record)) return refuse(`get block failed, ${archivedBlock}`);
    const query = isAlwaysWithRwset ? { ...parsed.query, withRwset: true } : parsed.query;
    return succeed(viewBlock(context, record, query));
  };
}

function blockAtHeight(context: TxContext, query: QueryParameters): BlockRecord | undefined {
  return blockAt(context, query.height ?? context.ledger.lastHeight);
}

function blockOfHash(context: TxContext, query: QueryParameters): BlockRecord | undefined {
  return blockAt(context, context.ledger.getHeightByHash(query.blockHash));
}

function blockAt(context: TxContext, height: bigint | undefined): BlockRecord | undefined {
  return height === undefined ? undefined : context.ledger.getBlock(height);
}

/** The look-ups of a height answer with the store's own text for an unknown key. */
function notFoundInStore(what: string): NativeOutcome {
  return refuse(`get ${what} failed, ${valueNotFound}`);
}

function eventFields(record: BlockRecord): Uint8Array[] {
  const fields: Uint8Array[] = [];
  for (const txBytes of scanOwnBlockInfo(record.blockInfoBytes).txBytes) {
    const events = decodeMessage(TransactionSchema, txBytes).result?.contractResult?.contractEvent ?? [];
    for (const event of events) fields.push(spliceField(3, encodeMessage(ContractEventSchema, event)));
  }
  return fields;
}
