import { indexStoreErrors } from "./errors.ts";
import type { Cursor, IndexedBlock, IndexStore, Projection } from "./interface.ts";
import { moveCursor } from "./schema.ts";

export interface Target {
  readonly store: IndexStore;
  readonly projection: Projection;
  readonly chainId: string;
  readonly schema: string;
}

/**
 * Applies blocks that follow a cursor and moves it, all in one transaction; gives the new cursor.
 * Errors: INDEX_STORE_GAP, INDEX_STORE_FOREIGN_CHAIN, INDEX_STORE_MOVED.
 */
export async function applyBlocks(
  target: Target,
  cursor: Cursor | undefined,
  blocks: readonly IndexedBlock[],
): Promise<Cursor> {
  const next = follow(target.chainId, cursor, blocks);
  await target.store.transaction(async (sql) => {
    // Before the projection: two processes at one index wait here for each other.
    if (!(await moveCursor(sql, cursor?.height ?? -1n, next)))
      throw indexStoreErrors.create("INDEX_STORE_MOVED", { height: cursor?.height ?? -1n });
    await target.projection.apply(sql, blocks);
  }, target.schema);
  return next;
}

/** Checks that each block is the next one of the same chain. */
function follow(chainId: string, start: Cursor | undefined, blocks: readonly IndexedBlock[]): Cursor {
  let cursor = start;
  for (const { height, hash, previousHash, unixSeconds } of blocks) {
    const expected = cursor === undefined ? 0n : cursor.height + 1n;
    if (height !== expected) throw indexStoreErrors.create("INDEX_STORE_GAP", { found: height, expected });
    if (cursor !== undefined && previousHash !== cursor.hash)
      throw indexStoreErrors.create("INDEX_STORE_FOREIGN_CHAIN", {
        height: cursor.height,
        found: previousHash,
        expected: cursor.hash,
      });
    cursor = { chainId, genesisHash: cursor?.genesisHash ?? hash, height, hash, unixSeconds };
  }
  if (cursor === undefined) throw new RangeError("no block to apply");
  return cursor;
}
