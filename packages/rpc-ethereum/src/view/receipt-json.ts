import type { Chain } from "@yanta/chain";
import { toData, toQuantity } from "../json-rpc/hex.ts";
import { type ChainBlock, bloomOf } from "./block-reader.ts";
import { carriedTransaction, type ChainTransaction, installedAddress } from "./chain-transaction.ts";
import { logToJson } from "./log-json.ts";
import { partiesOf } from "./transaction-json.ts";

/** What a transaction came to, as JSON-RPC shows it. */
export function receiptToJson(chain: Chain, transaction: ChainTransaction, block: ChainBlock): Record<string, unknown> {
  const { tx, index, hash, hasSucceeded, gasUsed } = transaction;
  const logs = block.logs.filter(({ txIndex }) => txIndex === index);
  const carried = carriedTransaction(tx, chain.isDevChain);
  const { from, to } = carried ?? partiesOf(chain, tx, block.header.blockTimestamp);
  const created = installedAddress(transaction);
  const cumulative = block.txs.slice(0, index + 1).reduce((sum, each) => sum + each.gasUsed, 0n);
  return {
    type: toQuantity(carried?.type ?? 0),
    status: hasSucceeded ? "0x1" : "0x0",
    transactionHash: `0x${hash}`,
    transactionIndex: toQuantity(index),
    blockHash: `0x${block.hash}`,
    blockNumber: toQuantity(block.height),
    from: `0x${from}`,
    to: to === undefined ? null : `0x${to}`,
    contractAddress: created === undefined ? null : `0x${created}`,
    cumulativeGasUsed: toQuantity(cumulative),
    gasUsed: toQuantity(gasUsed),
    effectiveGasPrice: "0x0",
    logs: logs.map((log) => logToJson(log, block)),
    logsBloom: toData(bloomOf(logs)),
  };
}
