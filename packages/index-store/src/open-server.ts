import { Pool, types, type PoolClient } from "pg";
import { indexStoreErrors } from "./errors.ts";
import type { IndexStore, Sql, SqlValue } from "./interface.ts";
import { connectionsMax, connectTimeoutMs, statementTimeoutMs } from "./limits.ts";
import { parseInt64 } from "./parse-int64.ts";
import { quoteName } from "./schema.ts";

/** PostgreSQL's number of the type int8. */
const int64Type = 20;

/** A PostgreSQL server (15 or later) by its URL, e.g. `postgres://directory@/directory?host=/run/postgresql`. Errors: INDEX_STORE_OPEN. */
export async function openServer(url: string, schema: string): Promise<IndexStore> {
  const pool = new Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    options: `-c search_path=${schema} -c statement_timeout=${statementTimeoutMs} -c jit=off`,
    types: {
      getTypeParser: (oid: number) => (oid === int64Type ? parseInt64 : types.getTypeParser(oid)),
    },
  });
  // A connection that breaks fails the statement that runs on it, if any; the pool makes a new one.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  try {
    await pool.query("SELECT 1");
  } catch (error) {
    await pool.end();
    const location = url.replace(/:[^:@/]*@/, ":***@");
    throw indexStoreErrors.create("INDEX_STORE_OPEN", { location, reason: String(error) }, error);
  }
  return {
    kind: "server",
    schema,
    ...sqlOf(pool),
    transaction: (work, other = schema) => inTransaction(pool, work, other),
    close: () => pool.end(),
  };
}

async function inTransaction<Result>(pool: Pool, work: (sql: Sql) => Promise<Result>, schema: string): Promise<Result> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query(`BEGIN; SET LOCAL search_path TO ${quoteName(schema)}; SET LOCAL statement_timeout TO 0`);
    try {
      const result = await work(sqlOf(client));
      await client.query("COMMIT");
      isBroken = false;
      return result;
    } catch (error) {
      isBroken = await client.query("ROLLBACK").then(
        () => false,
        () => true,
      );
      throw error;
    }
  } finally {
    client.release(isBroken);
  }
}

function sqlOf(connection: Pool | PoolClient): Sql {
  return {
    query: async (statement: string, values: readonly SqlValue[] = []) =>
      (await connection.query<never>(statement, [...values])).rows,
    run: async (script) => {
      await connection.query(script);
    },
  };
}
