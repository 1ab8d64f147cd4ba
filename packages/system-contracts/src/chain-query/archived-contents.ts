import type { BlockRecord } from "@yanta/storage";
import type { TxContext } from "@yanta/vm";

/** Latest blocks that every node keeps whole: no node's `storage.unarchive_block_height` is smaller. Spec: ledger.md §8 "Archive". */
export const blocksKeptMin = 10n;

/**
 * Whether the contents of a block are not there to be answered. A query is answered from what this node has. What a
 * transaction is told must not depend on that: it sees the blocks that no node can have archived, the latest ones and the last
 * config block.
 */
export function isArchived(context: TxContext, record: BlockRecord): boolean {
  if (context.isQuery) return record.archived === true;
  const { lastHeight = 0n, lastConfigHeight } = context.ledger;
  return record.height + blocksKeptMin < lastHeight && record.height !== lastConfigHeight;
}
