import type { IndexedBlock, Projection, Sql } from "@yanta/index-store";
import { indexEntries } from "../search/index-entries.ts";
import { collectWrites } from "./collect-writes.ts";
import { RowBatch } from "./row-batch.ts";
import { migrations } from "./tables.ts";

/** Grows with every change of what the tables hold: the index is then made anew from the chain. */
const version = 2;

/** Tables of a directory from the blocks of its chain. */
export function createDirectoryProjection(contract: string): Projection {
  return {
    name: `directory ${contract}`,
    version,
    migrations,
    apply: async (sql: Sql, blocks: readonly IndexedBlock[]) => {
      const batch = new RowBatch();
      collectWrites(contract, blocks, batch);
      await batch.save(sql);
      await indexEntries(sql, batch.rows("entries"));
    },
  };
}
