import type { NativeContract, NativeMethod, SystemContractOptions } from "../interface.ts";
import { refuse } from "../outcome.ts";
import {
  getBlockByHash,
  getBlockByHeight,
  getBlockByTxId,
  getBlockHeaderByHeight,
  getBlockHeightByHash,
  getBlockHeightByTxId,
  getBlockWithRwsetsByHash,
  getBlockWithRwsetsByHeight,
  getFullBlockByHeight,
  getLastBlock,
  getLastConfigBlock,
} from "./query-blocks.ts";
import {
  createGetArchiveStatus,
  createGetChainInfo,
  createGetNodeChainList,
  getArchivedBlockHeight,
} from "./query-chain-info.ts";
import { getMerklePathByTxId } from "./query-merkle-path.ts";
import { getTxByTxId } from "./query-transactions.ts";

/** CHAIN_QUERY: reads blocks, transactions and node lists. Spec: system-contracts.md §2. */
export function createChainQueryContract(options: SystemContractOptions): NativeContract {
  const methods = new Map<string, NativeMethod>([
    ["GET_BLOCK_BY_HEIGHT", getBlockByHeight],
    ["GET_BLOCK_WITH_TXRWSETS_BY_HEIGHT", getBlockWithRwsetsByHeight],
    ["GET_BLOCK_BY_HASH", getBlockByHash],
    ["GET_BLOCK_WITH_TXRWSETS_BY_HASH", getBlockWithRwsetsByHash],
    ["GET_BLOCK_BY_TX_ID", getBlockByTxId],
    ["GET_LAST_CONFIG_BLOCK", getLastConfigBlock],
    ["GET_LAST_BLOCK", getLastBlock],
    ["GET_TX_BY_TX_ID", getTxByTxId],
    ["GET_CHAIN_INFO", queryOnly(createGetChainInfo(options.nodes))],
    ["GET_NODE_CHAIN_LIST", queryOnly(createGetNodeChainList(options.nodes))],
    ["GET_FULL_BLOCK_BY_HEIGHT", getFullBlockByHeight],
    ["GET_BLOCK_HEIGHT_BY_TX_ID", getBlockHeightByTxId],
    ["GET_BLOCK_HEIGHT_BY_HASH", getBlockHeightByHash],
    ["GET_BLOCK_HEADER_BY_HEIGHT", getBlockHeaderByHeight],
    ["GET_ARCHIVED_BLOCK_HEIGHT", queryOnly(getArchivedBlockHeight)],
    ["GET_ARCHIVE_STATUS", queryOnly(createGetArchiveStatus(options.unarchivedBlockCount))],
    ["GET_MERKLE_PATH_BY_TX_ID", getMerklePathByTxId],
  ]);
  return { name: "CHAIN_QUERY", methods };
}

/** What each node answers for itself: within a block the others would come to another result. */
function queryOnly(method: NativeMethod): NativeMethod {
  return (context, parameters) =>
    context.isQuery
      ? method(context, parameters)
      : refuse("the method answers queries only, it is different on each node");
}
