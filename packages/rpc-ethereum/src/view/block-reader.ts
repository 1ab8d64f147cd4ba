import { bytesToHex } from "@yanta/bytes";
import type { Chain } from "@yanta/chain";
import { addToBloom, bloomBytes } from "@yanta/ethereum";
import { hexToBytes } from "@yanta/bytes";
import { type BlockHeader, decodeMessage, ResultSchema, scanOwnBlockInfo, splitTransaction } from "@yanta/protocol";
import { blockCacheBytesMax, blockCacheCountMax } from "../limits.ts";
import { type ChainTransaction, ethereumHash, isSuccess } from "./chain-transaction.ts";
import { type ChainLog, logsOf } from "./logs.ts";

/** A block as Ethereum's clients look at it. */
export interface ChainBlock {
  readonly height: bigint;
  /** 64 hex digits. */
  readonly hash: string;
  readonly header: BlockHeader;
  readonly sizeBytes: number;
  /** Empty when they were archived. */
  readonly txs: readonly ChainTransaction[];
  /** In order of the transactions; each has its number in the block. */
  readonly logs: readonly ChainLog[];
  readonly bloom: Uint8Array;
  readonly gasUsed: bigint;
  readonly isArchived: boolean;
}

/** Reads blocks and keeps the last ones that were asked for, bounded by number and bytes. */
export class BlockReader {
  readonly #chain: Chain;
  readonly #cache = new Map<bigint, ChainBlock>();
  #cachedBytes = 0;

  constructor(chain: Chain) {
    this.#chain = chain;
  }

  read(height: bigint): ChainBlock | undefined {
    const known = this.#cache.get(height);
    if (known !== undefined) {
      this.#cache.delete(height);
      this.#cache.set(height, known);
      return known;
    }
    const block = this.#load(height);
    if (block === undefined) return undefined;
    this.#keep(block);
    return block;
  }

  /** Blocks above a height are gone. */
  forgetAbove(height: bigint): void {
    for (const [kept, { sizeBytes }] of this.#cache) {
      if (kept <= height) continue;
      this.#cache.delete(kept);
      this.#cachedBytes -= sizeBytes;
    }
  }

  #keep(block: ChainBlock): void {
    if (block.sizeBytes > blockCacheBytesMax) return;
    this.#cache.set(block.height, block);
    this.#cachedBytes += block.sizeBytes;
    for (const [height, { sizeBytes }] of this.#cache) {
      if (this.#cache.size <= blockCacheCountMax && this.#cachedBytes <= blockCacheBytesMax) return;
      this.#cache.delete(height);
      this.#cachedBytes -= sizeBytes;
    }
  }

  /** By 64 hex digits. */
  readByHash(hash: string): ChainBlock | undefined {
    const height = this.#chain.ledger.getHeightByHash(hexToBytes(hash) ?? new Uint8Array(0));
    return height === undefined ? undefined : this.read(height);
  }

  /** The transaction with a hash, and its block. */
  findTransaction(hash: string): { readonly block: ChainBlock; readonly transaction: ChainTransaction } | undefined {
    const location = this.#chain.ledger.getTxLocation(hash);
    const block = location && this.read(location.height);
    const transaction = block?.txs[location?.index ?? 0];
    return block === undefined || transaction === undefined ? undefined : { block, transaction };
  }

  #load(height: bigint): ChainBlock | undefined {
    const record = this.#chain.ledger.getBlock(height);
    if (record === undefined) return undefined;
    const { header, txBytes } = scanOwnBlockInfo(record.blockInfoBytes);
    const txs = txBytes.map((bytes, index): ChainTransaction => {
      const { tx, resultBytes } = splitTransaction(bytes);
      const result = decodeMessage(ResultSchema, resultBytes ?? new Uint8Array(0));
      const gasUsed = result.contractResult?.gasUsed ?? 0n;
      return { index, hash: ethereumHash(tx.txId), tx, result, hasSucceeded: isSuccess(result), gasUsed };
    });
    const logs = logsOf(txs, this.#chain.ledger);
    return {
      height,
      hash: bytesToHex(record.blockHash),
      header,
      sizeBytes: record.blockInfoBytes.length,
      txs,
      logs,
      bloom: bloomOf(logs),
      gasUsed: txs.reduce((sum, { gasUsed }) => sum + gasUsed, 0n),
      isArchived: record.archived === true,
    };
  }
}

/** Bloom filter of some logs. */
export function bloomOf(logs: readonly ChainLog[]): Uint8Array {
  const bloom = new Uint8Array(bloomBytes);
  const added = new Set<string>();
  for (const { address, topics } of logs) {
    for (const value of [address, ...topics]) {
      if (added.has(value)) continue;
      added.add(value);
      addToBloom(bloom, hexToBytes(value) ?? new Uint8Array(0));
    }
  }
  return bloom;
}
