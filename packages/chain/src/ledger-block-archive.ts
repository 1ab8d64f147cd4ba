import type { HashAlgorithm } from "@yanta/crypto";
import { CodedError } from "@yanta/errors";
import { encodeBlockInfo, findHeaderMismatch, scanBlockInfo } from "@yanta/protocol";
import { blocksKeptMin } from "@yanta/system-contracts";
import type { LedgerArchive, LedgerReader } from "@yanta/storage";
import type { BlockArchive } from "./archive-tx.ts";

export interface LedgerBlockArchiveOptions {
  readonly ledger: LedgerReader & LedgerArchive;
  /** Latest blocks that stay whole (`storage.unarchive_block_height`); at least `blocksKeptMin`, which transactions may look at. */
  readonly unarchivedBlockCount: bigint;
  readonly algorithm: HashAlgorithm;
}

/** Archiving on the node's own ledger: blocks that come back are held against the header that stayed. Spec: rpc.md §10. */
export function createLedgerBlockArchive(options: LedgerBlockArchiveOptions): BlockArchive {
  const { ledger, algorithm } = options;
  const keptCount = options.unarchivedBlockCount > blocksKeptMin ? options.unarchivedBlockCount : blocksKeptMin;
  return {
    archiveBelow: (height) => {
      const lastHeight = ledger.lastHeight ?? 0n;
      if (height + keptCount > lastHeight) {
        const message = `archive height ${height} is too high: the latest ${keptCount} blocks below ${lastHeight} stay`;
        return Promise.resolve(message);
      }
      return refusalOf(() => ledger.archiveBelow(height));
    },
    restoreBlock: (bytes) =>
      refusalOf(async () => {
        const block = scanBlockInfo(bytes);
        const mismatch = findHeaderMismatch(block, algorithm);
        if (mismatch !== undefined) throw new RestoreRefusal(`${mismatch} does not match the block's contents`);
        if (block.rwSetBytes.length !== block.txBytes.length)
          throw new RestoreRefusal("the block has no read-write sets");
        await ledger.restoreBlock(block.header.blockHeight, encodeBlockInfo(block));
      }),
  };
}

class RestoreRefusal extends Error {}

/** The reason of an expected failure; anything else goes on up. */
async function refusalOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof RestoreRefusal || error instanceof CodedError) return error.message;
    throw error;
  }
}
