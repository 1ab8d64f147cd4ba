import { toData, toQuantity } from "../json-rpc/hex.ts";
import type { Chain } from "@yanta/chain";
import { txGasMax } from "@yanta/chain";
import type { ChainBlock } from "./block-reader.ts";
import { transactionToJson } from "./transaction-json.ts";

/** Hash of an empty list of uncles. */
const noUncles = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";
const zeroHash = `0x${"0".repeat(64)}`;
const zeroAddress = `0x${"0".repeat(40)}`;

/** Gas that a block may use: what its transactions may use each, times more of them than a block holds. */
const blockGasMax = txGasMax * 100_000n;

/**
 * A block's header as JSON-RPC shows it. Hash, number, parent and time are the chain's own. `transactionsRoot` is the chain's
 * tx_root (it covers results, so `receiptsRoot` is the same), `stateRoot` its rw_set_root; they are no Merkle Patricia roots.
 */
export function headerToJson(block: ChainBlock): Record<string, unknown> {
  const { header } = block;
  const root = (bytes: Uint8Array): string => (bytes.length === 32 ? toData(bytes) : zeroHash);
  return {
    number: toQuantity(block.height),
    hash: `0x${block.hash}`,
    parentHash: root(header.preBlockHash),
    nonce: "0x0000000000000000",
    sha3Uncles: noUncles,
    logsBloom: toData(block.bloom),
    transactionsRoot: root(header.txRoot),
    stateRoot: root(header.rwSetRoot),
    receiptsRoot: root(header.txRoot),
    miner: zeroAddress,
    difficulty: "0x0",
    totalDifficulty: "0x0",
    extraData: "0x",
    size: toQuantity(block.sizeBytes),
    gasLimit: toQuantity(blockGasMax),
    gasUsed: toQuantity(block.gasUsed),
    timestamp: toQuantity(header.blockTimestamp),
    mixHash: zeroHash,
    baseFeePerGas: "0x0",
  };
}

/** A whole block, with transactions or with their hashes. */
export function blockToJson(block: ChainBlock, chain: Chain, isFull: boolean): Record<string, unknown> {
  return {
    ...headerToJson(block),
    uncles: [],
    transactions: block.txs.map((tx) => (isFull ? transactionToJson(chain, tx, block) : `0x${tx.hash}`)),
  };
}
