import { fromBinary } from "@bufbuild/protobuf";
import { isHashAlgorithm } from "@yanta/crypto";
import { type ChainConfig, ChainConfigSchema, encodeBlockInfo, scanBlockInfo } from "@yanta/protocol";
import { type Client, getChainConfig, getLastBlock, queryContract, sdkErrors, verifyBlock } from "@yanta/sdk";
import { deriveBlockCommit, openLedger } from "@yanta/storage";

export interface ForkSource {
  readonly client: Client;
  /** The last block to take; the other chain's last one when absent. */
  readonly height: bigint | undefined;
  readonly signal: AbortSignal;
  /** Told of each height that was copied. */
  readonly onProgress: (height: bigint) => void;
}

export interface CopiedChain {
  readonly chainId: string;
  readonly height: bigint;
  /** In force after the last block. */
  readonly config: ChainConfig;
}

/**
 * Copies a chain's blocks, from genesis to a height, out of a node into a new ledger. Hashes, roots, links and proposers' signatures are
 * verified; results are taken as they are, nothing is executed.
 *
 * Errors: SDK_BLOCK_INVALID, those of queries and of storage.
 */
export async function copyBlocks(
  { client, height: wanted, signal, onProgress }: ForkSource,
  directory: string,
): Promise<CopiedChain> {
  const { chainId, crypto } = await getChainConfig(client);
  const algorithm = crypto?.hash ?? "";
  if (!isHashAlgorithm(algorithm)) throw sdkErrors.create("SDK_ANSWER_UNREADABLE", { method: "GET_CHAIN_CONFIG" });
  const last = (await getLastBlock(client)).block?.header?.blockHeight ?? 0n;
  const end = wanted === undefined || wanted > last ? last : wanted;
  const ledger = await openLedger({ directory, chainId });
  try {
    for (let height = 0n; height <= end; height++) {
      signal.throwIfAborted();
      const { result } = await queryContract(client, {
        contract: "CHAIN_QUERY",
        method: "GET_BLOCK_BY_HEIGHT",
        parameters: { blockHeight: String(height), withRWSet: "true" },
      });
      const { blockHash } = verifyBlock(result, {
        algorithm,
        previousHash: ledger.lastBlockHash,
        height,
        hasRwSets: true,
      });
      await ledger.commit(
        deriveBlockCommit({ height, blockHash, blockInfoBytes: encodeBlockInfo(scanBlockInfo(result)) }),
      );
      onProgress(height);
    }
    const config = ledger.getState("CHAIN_CONFIG", "CHAIN_CONFIG");
    if (config === undefined) throw sdkErrors.create("SDK_ANSWER_UNREADABLE", { method: "GET_BLOCK_BY_HEIGHT" });
    return { chainId, height: end, config: fromBinary(ChainConfigSchema, config) };
  } finally {
    await ledger.close();
  }
}
