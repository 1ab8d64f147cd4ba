import type { IndexStore, Sql } from "@yanta/index-store";

/** Beside the index, which is made anew from the chain: what is noted here is not on the chain. */
const schema = "exchange";

const migrations = `
CREATE TABLE IF NOT EXISTS harvests (
  source text PRIMARY KEY, position text NOT NULL DEFAULT '', passed bigint NOT NULL DEFAULT 0, started_at bigint NOT NULL DEFAULT 0,
  finished_at bigint NOT NULL DEFAULT 0, next_at bigint NOT NULL DEFAULT 0, pages bigint NOT NULL DEFAULT 0, refused bigint NOT NULL DEFAULT 0,
  fault text NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS harvested (
  source text NOT NULL, remote text NOT NULL, number bigint NOT NULL, modified text NOT NULL, code text NOT NULL, body text NOT NULL,
  read_at bigint NOT NULL, PRIMARY KEY (source, remote), UNIQUE (source, number));
CREATE INDEX IF NOT EXISTS harvested_code ON harvested (source, code);
CREATE TABLE IF NOT EXISTS webhooks (
  name text PRIMARY KEY, height bigint NOT NULL, subject text NOT NULL DEFAULT '', revision bigint NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0, next_at bigint NOT NULL DEFAULT 0, delivered bigint NOT NULL DEFAULT 0, fault text NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS dead_letters (
  webhook text NOT NULL, id text NOT NULL, body text NOT NULL, attempts integer NOT NULL, fault text NOT NULL, at bigint NOT NULL,
  PRIMARY KEY (webhook, id));
`;

/** What the exchange remembers, in the same database as the index. */
export interface ExchangeStore {
  /** All or nothing. */
  do<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
}

export async function openExchangeStore(store: IndexStore): Promise<ExchangeStore> {
  await store.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await store.transaction((sql) => sql.run(migrations), schema);
  return { do: (work) => store.transaction(work, schema) };
}
