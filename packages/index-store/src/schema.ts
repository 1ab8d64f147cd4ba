import type { Cursor, IndexStore, Projection, Sql } from "./interface.ts";

/** What a schema was made by, and up to where it has read. */
const bookkeeping = `
CREATE TABLE IF NOT EXISTS index_cursor (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  projection text NOT NULL,
  version integer NOT NULL,
  migrations integer NOT NULL,
  chain_id text NOT NULL DEFAULT '',
  genesis_hash text NOT NULL DEFAULT '',
  height bigint NOT NULL DEFAULT -1,
  hash text NOT NULL DEFAULT '',
  unix_seconds bigint NOT NULL DEFAULT 0
);`;

/** Whether a schema's tables are those of a projection. */
export type SchemaState = "ready" | "outdated";

/** Makes a schema and its tables, or brings those that are there up to date. `outdated`: another projection or version made them. */
export async function prepareSchema(
  store: IndexStore,
  projection: Projection,
  schema = store.schema,
): Promise<SchemaState> {
  await store.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`);
  return store.transaction(async (sql) => {
    await sql.run(bookkeeping);
    const [made] = await sql.query<{ projection: string; version: number; migrations: number }>(
      "SELECT projection, version, migrations FROM index_cursor FOR UPDATE",
    );
    if (made !== undefined && (made.projection !== projection.name || made.version !== projection.version))
      return "outdated";
    for (const script of projection.migrations.slice(made?.migrations ?? 0)) await sql.run(script);
    await sql.query(
      `INSERT INTO index_cursor (projection, version, migrations) VALUES ($1, $2, $3)
       ON CONFLICT (one) DO UPDATE SET migrations = excluded.migrations`,
      [projection.name, projection.version, projection.migrations.length],
    );
    return "ready";
  }, schema);
}

/** Up to where a schema has read; undefined before the first block. */
export async function readCursor(sql: Sql): Promise<Cursor | undefined> {
  const [row] = await sql.query<{
    chain_id: string;
    genesis_hash: string;
    height: number;
    hash: string;
    unix_seconds: number;
  }>("SELECT chain_id, genesis_hash, height, hash, unix_seconds FROM index_cursor");
  if (row === undefined || row.height < 0) return undefined;
  return {
    chainId: row.chain_id,
    genesisHash: row.genesis_hash,
    height: BigInt(row.height),
    hash: row.hash,
    unixSeconds: BigInt(row.unix_seconds),
  };
}

/** Moves the cursor on from a height; false when it is no longer there. */
export async function moveCursor(sql: Sql, from: bigint, to: Cursor): Promise<boolean> {
  const moved = await sql.query(
    `UPDATE index_cursor SET chain_id = $2, genesis_hash = $3, height = $4, hash = $5, unix_seconds = $6
     WHERE height = $1 RETURNING height`,
    [from, to.chainId, to.genesisHash, to.height, to.hash, to.unixSeconds],
  );
  return moved.length === 1;
}

/** Where an index is built anew beside the live one. */
export function nextSchema(store: IndexStore): string {
  return `${store.schema}_next`;
}

export async function dropSchema(store: IndexStore, schema: string): Promise<void> {
  await store.run(`DROP SCHEMA IF EXISTS ${quoteName(schema)} CASCADE`);
}

/** The schema that was built anew takes the live one's place, in one step for all who read. */
export async function swapSchemas(store: IndexStore): Promise<void> {
  const [live, next] = [quoteName(store.schema), quoteName(nextSchema(store))];
  await store.transaction((sql) =>
    sql.run(`DROP SCHEMA IF EXISTS ${live} CASCADE; ALTER SCHEMA ${next} RENAME TO ${live}`),
  );
}

/** Names stand in statements, so only plain ones are taken. */
export function checkSchemaName(schema: string): void {
  if (!/^[a-z][a-z_]{0,40}$/.test(schema)) throw new RangeError(`not a schema's name: ${schema}`);
}

export function quoteName(schema: string): string {
  checkSchemaName(schema);
  return `"${schema}"`;
}
