import type { RpcMethod } from "../json-rpc/answer-request.ts";
import { toQuantity } from "../json-rpc/hex.ts";
import { readHash, readQuantity } from "../json-rpc/read-params.ts";
import { invalidParams } from "../json-rpc/rpc-error.ts";
import { blockToJson } from "../view/block-json.ts";
import type { ChainBlock } from "../view/block-reader.ts";
import { receiptToJson } from "../view/receipt-json.ts";
import { pendingToJson, transactionToJson } from "../view/transaction-json.ts";
import { lastHeight, readBlock, readHeight } from "./read-block-tag.ts";
import type { RpcContext } from "./rpc-context.ts";

/** Blocks, transactions and receipts. */
export function createBlockMethods(context: RpcContext): Readonly<Record<string, RpcMethod>> {
  const { chain, blocks, sender } = context;
  const byHash = (value: unknown): ChainBlock | undefined => blocks.readByHash(readHash(value, "block hash"));
  const byNumber = (value: unknown): ChainBlock | undefined => {
    if (value === undefined) throw invalidParams("missing value for required argument 0");
    return blocks.read(readHeight(value, chain));
  };
  const show = (block: ChainBlock | undefined, isFull: unknown): unknown => {
    if (isFull !== undefined && typeof isFull !== "boolean") throw invalidParams("full transactions: not a boolean");
    return block && blockToJson(block, chain, isFull === true);
  };
  const count = (block: ChainBlock | undefined): unknown => block && toQuantity(block.txs.length);
  const transactionAt = (block: ChainBlock | undefined, index: unknown): unknown => {
    const transaction = block?.txs[Number(readQuantity(index, "index"))];
    return block && transaction && transactionToJson(chain, transaction, block);
  };
  const noUncles = (block: ChainBlock | undefined): unknown => block && "0x0";

  return {
    eth_blockNumber: () => toQuantity(lastHeight(chain)),
    eth_getBlockByHash: ([hash, isFull]) => show(byHash(hash), isFull),
    eth_getBlockByNumber: ([number, isFull]) => show(byNumber(number), isFull),
    eth_getBlockTransactionCountByHash: ([hash]) => count(byHash(hash)),
    eth_getBlockTransactionCountByNumber: ([number]) => count(byNumber(number)),
    eth_getUncleCountByBlockHash: ([hash]) => noUncles(byHash(hash)),
    eth_getUncleCountByBlockNumber: ([number]) => noUncles(byNumber(number)),
    eth_getTransactionByBlockHashAndIndex: ([hash, index]) => transactionAt(byHash(hash), index),
    eth_getTransactionByBlockNumberAndIndex: ([number, index]) => transactionAt(byNumber(number), index),
    eth_getTransactionByHash: ([value]) => {
      const hash = readHash(value, "transaction hash");
      const found = blocks.findTransaction(hash);
      if (found !== undefined) return transactionToJson(chain, found.transaction, found.block);
      const pending = sender.find(hash);
      return pending && pendingToJson(pending);
    },
    eth_getTransactionReceipt: ([value]) => {
      const found = blocks.findTransaction(readHash(value, "transaction hash"));
      return found && receiptToJson(chain, found.transaction, found.block);
    },
    eth_getBlockReceipts: ([value]) => {
      const block = readBlock(value, context);
      return block?.txs.map((transaction) => receiptToJson(chain, transaction, block));
    },
  };
}
