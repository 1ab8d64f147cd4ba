import { isHashAlgorithm } from "@yanta/crypto";
import type { Client } from "../client.ts";
import { sdkErrors } from "../errors.ts";
import { getChainConfig } from "../actions/chain-query.ts";
import { queryContract } from "../actions/query-contract.ts";
import { verifyBlock } from "./verify-block.ts";

export interface VerifyBlocksOptions {
  readonly from: bigint;
  readonly to: bigint;
  readonly signal?: AbortSignal;
  /** Told of each block that holds: M(BlockInfo) with its rwsets; waited for. What it throws ends the run. */
  readonly onBlock?: (height: bigint, blockInfoBytes: Uint8Array) => void | Promise<void>;
}

export interface VerifyBlocksReport {
  readonly from: bigint;
  readonly to: bigint;
  readonly blocks: number;
  readonly transactions: number;
  readonly lastHash: Uint8Array;
}

/**
 * Reads a range of blocks with their read-write sets from the node and verifies each and the links between them.
 * Errors: SDK_BLOCK_INVALID, and those of queries.
 */
export async function verifyBlocks(client: Client, options: VerifyBlocksOptions): Promise<VerifyBlocksReport> {
  const { from, to, signal } = options;
  const algorithm = (await getChainConfig(client)).crypto?.hash ?? "SHA256";
  if (!isHashAlgorithm(algorithm)) throw sdkErrors.create("SDK_ANSWER_UNREADABLE", { method: "GET_CHAIN_CONFIG" });
  let previousHash: Uint8Array | undefined;
  let blocks = 0;
  let transactions = 0;
  for (let height = from; height <= to; height++) {
    signal?.throwIfAborted();
    const { result } = await queryContract(client, {
      contract: "CHAIN_QUERY",
      method: "GET_BLOCK_BY_HEIGHT",
      parameters: { blockHeight: String(height), withRWSet: "true" },
    });
    const verified = verifyBlock(result, { algorithm, previousHash, height, hasRwSets: true });
    await options.onBlock?.(height, result);
    previousHash = verified.blockHash;
    blocks += 1;
    transactions += verified.txCount;
  }
  return { from, to, blocks, transactions, lastHash: previousHash ?? new Uint8Array(0) };
}
