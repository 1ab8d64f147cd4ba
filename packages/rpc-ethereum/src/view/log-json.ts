import { toQuantity } from "../json-rpc/hex.ts";
import type { ChainBlock } from "./block-reader.ts";
import type { ChainLog } from "./logs.ts";

/** A log as JSON-RPC shows it. */
export function logToJson(log: ChainLog, block: ChainBlock): Record<string, unknown> {
  return {
    address: `0x${log.address}`,
    topics: log.topics.map((topic) => `0x${topic}`),
    data: `0x${log.data}`,
    blockNumber: toQuantity(block.height),
    blockHash: `0x${block.hash}`,
    blockTimestamp: toQuantity(block.header.blockTimestamp),
    transactionHash: `0x${block.txs[log.txIndex]?.hash ?? ""}`,
    transactionIndex: toQuantity(log.txIndex),
    logIndex: toQuantity(log.index),
    removed: false,
  };
}
