import { join } from "node:path";
import { PGlite, types, type Transaction } from "@electric-sql/pglite";
import { indexStoreErrors } from "./errors.ts";
import { lockFolder } from "./folder-lock.ts";
import type { IndexStore, Sql } from "./interface.ts";
import { parseInt64 } from "./parse-int64.ts";
import { quoteName } from "./schema.ts";

/**
 * PostgreSQL inside this process (PGlite), in a folder or in memory. Statements run one after the other and hold up the process
 * while they do. Errors: INDEX_STORE_OPEN, INDEX_STORE_IN_USE.
 */
export async function openEmbedded(folder: string | undefined, schema: string): Promise<IndexStore> {
  const unlock = folder === undefined ? () => undefined : lockFolder(folder);
  const database = await open(folder).catch((error: unknown) => {
    unlock();
    throw indexStoreErrors.create("INDEX_STORE_OPEN", { location: folder ?? "memory", reason: String(error) }, error);
  });
  await database.exec(searchPath(schema, "SESSION"));
  return {
    kind: "embedded",
    schema,
    query: async (statement, values = []) => (await database.query<never>(statement, [...values])).rows,
    run: async (script) => {
      await database.exec(script);
    },
    transaction: (work, other = schema) =>
      database.transaction(async (tx) => {
        await tx.exec(searchPath(other, "LOCAL"));
        return work(sqlOf(tx));
      }),
    close: async () => {
      await database.close();
      unlock();
    },
  };
}

function open(folder: string | undefined): Promise<PGlite> {
  const parsers = { [types.INT8]: parseInt64 };
  // The index is derived: what a crash of the machine takes is read again from the chain.
  return PGlite.create({ dataDir: folder === undefined ? "memory://" : join(folder, "data"), parsers });
}

function sqlOf(tx: Transaction): Sql {
  return {
    query: async (statement, values = []) => (await tx.query<never>(statement, [...values])).rows,
    run: async (script) => {
      await tx.exec(script);
    },
  };
}

function searchPath(schema: string, scope: "SESSION" | "LOCAL"): string {
  return `SET ${scope} search_path TO ${quoteName(schema)}`;
}
