import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it, type TestContext } from "node:test";
import { bytesToUtf8 } from "@yanta/bytes";
import { openFollower, type Follower } from "../follower.ts";
import type { IndexedBlock, IndexStore, Projection, Sql } from "../interface.ts";
import { dropSchema, readCursor } from "../schema.ts";
import { upsertRows } from "../upsert-rows.ts";
import { FakeChain } from "./fake-chain.ts";

/** Longest wait for something that comes at once unless it is broken. */
const patienceMs = 10_000;

/** PGlite alone takes four seconds of CPU to begin. */
const suiteTimeoutMs = 180_000;

/** Opens one database; each test asks for another schema in it. */
export type OpenTestStore = (schema: string) => Promise<IndexStore>;

/** What every database of an index must pass, with the follower on it. */
export function testIndexStore(name: string, openTestStore: OpenTestStore): void {
  describe(`index store: ${name}`, { timeout: suiteTimeoutMs }, () => {
    let store: IndexStore;
    before(async () => {
      store = await openTestStore("test");
    });
    beforeEach(async () => {
      for (const schema of ["test", "test_next"]) await dropSchema(store, schema);
    });
    after(() => store.close());

    it("gives numbers, JSON, texts and lists as they are", async () => {
      const [row] = await store.query(
        "SELECT 4102444800000::bigint AS big, 7::int AS small, '{\"a\":[1]}'::jsonb AS json, ARRAY['甲','b'] AS list, $1::text AS text, $2::bigint AS given",
        ["雁塔", 9_007_199_254_740_991n],
      );
      const expected = { big: 4_102_444_800_000, small: 7, json: { a: [1] }, list: ["甲", "b"], text: "雁塔" };
      assert.deepEqual({ ...row }, { ...expected, given: 9_007_199_254_740_991 });
    });

    it("undoes a transaction that fails, and goes on", async () => {
      await prepare(store);
      const fails = store.transaction(async (sql) => {
        await sql.query("INSERT INTO notes VALUES ('k', 'v', 1)");
        throw new RangeError("no");
      });
      await assert.rejects(fails, RangeError);
      await assert.rejects(store.transaction((sql) => sql.query("SELECT * FROM nothing")));
      assert.deepEqual(await notesOf(store), []);
    });

    it("writes rows over those with the same key", async () => {
      await prepare(store);
      const shape = { table: "notes", keys: ["key"], columns: ["key", "value", "height"] };
      await upsertRows(store, shape, [{ key: "a", value: "甲 ' \" \\", height: 1 }]);
      const many = Array.from({ length: 4_500 }, (_, height) => ({ key: `k${height}`, value: "v", height }));
      await upsertRows(store, shape, [...many, { key: "a", value: "b", height: 2 }]);
      const [count] = await store.query<{ count: number }>("SELECT count(*) AS count FROM notes");
      assert.equal(count?.count, 4_501);
      assert.deepEqual(await store.query("SELECT value FROM notes WHERE key = 'a'"), [{ value: "b" }]);
    });

    it("keeps texts that PostgreSQL cannot hold, as well as it can", async () => {
      await prepare(store);
      const shape = { table: "notes", keys: ["key"], columns: ["key", "value", "height"] };
      await upsertRows(store, shape, [{ key: "a", value: "x\0\ud800y", height: 1 }]);
      assert.deepEqual(await notesOf(store), ["a=x\ufffd\ufffdy@1"]);
    });

    it("reads history and then what comes", async (t) => {
      const chain = chainOf(5);
      const follower = await follow(t, store, chain);
      await reach(follower, 4n);
      chain.add([{ key: "live", value: "1" }]);
      chain.add([{ key: "failed", value: "1" }], false);
      await reach(follower, 6n);
      assert.deepEqual(await notesOf(store), [...expectedNotes(5), "live=1@5"]);
      assert.equal((await store.transaction(readCursor))?.height, 6n);
    });

    it("goes on where it was after each crash, without gap or double", async (t) => {
      const chain = chainOf(12);
      for (const crashAt of [0n, 3n, 7n, 11n]) {
        const faults: unknown[] = [];
        const follower = await openFollower({
          client: chain.client,
          store,
          projection: crashing(crashAt),
          onFault: (error) => faults.push(error),
        });
        if (crashAt > 0n) await follower.waitFor(crashAt - 1n, 300);
        while (faults.length === 0) await new Promise(setImmediate);
        const cursor = await store.transaction(readCursor);
        assert.ok((cursor?.height ?? -1n) < crashAt, "the crash came after its block");
        assert.deepEqual(await notesOf(store), expectedNotes(Number((cursor?.height ?? -1n) + 1n)));
        await follower.close();
        await store.close();
        store = await openTestStore("test");
      }
      await reach(await follow(t, store, chain), 11n);
      assert.deepEqual(await notesOf(store), expectedNotes(12));
      const [applied] = await store.query<{ count: number }>("SELECT count(*) AS count FROM applied");
      assert.equal(applied?.count, 12);
    });

    it("connects again when the node goes away", async (t) => {
      const chain = chainOf(6);
      chain.failAfter = 2;
      const follower = await follow(t, store, chain);
      await reach(follower, 5n);
      assert.deepEqual(await notesOf(store), expectedNotes(6));
    });

    it("refuses another chain, and one that went back and grew otherwise", async (t) => {
      const chain = chainOf(4);
      const first = await follow(t, store, chain);
      await reach(first, 3n);
      chain.goBack(1);
      chain.add([{ key: "k3", value: "other" }]);
      await first.close();
      assert.equal(await faultOf(t, store, chainOf(4, "foreign")), "INDEX_STORE_FOREIGN_CHAIN");
      assert.equal(await faultOf(t, store, chainOf(2, "foreign")), "INDEX_STORE_FOREIGN_CHAIN");
      assert.deepEqual(await notesOf(store), expectedNotes(4));
    });

    it("waits for a node that is behind", async (t) => {
      const first = await follow(t, store, chainOf(4));
      await reach(first, 3n);
      await first.close();
      const behind = chainOf(2);
      const faults: unknown[] = [];
      const second = await follow(t, store, behind, { onFault: (error) => faults.push(error) });
      while (faults.length === 0) await new Promise(setImmediate);
      assert.equal(second.status().fault, "INDEX_STORE_AHEAD");
      for (const height of [2, 3, 4]) behind.add(writesOf(height));
      await reach(second, 4n);
      assert.deepEqual(await notesOf(store), expectedNotes(5));
    });

    it("rebuilds beside the live index and takes its place", async (t) => {
      const chain = chainOf(8);
      const follower = await follow(t, store, chain);
      await reach(follower, 7n);
      await store.query("UPDATE notes SET value = 'damaged' WHERE key = 'k3'");
      const rebuilt = follower.rebuild();
      assert.equal(follower.status().isRebuilding, true);
      chain.add(writesOf(8));
      await rebuilt;
      await reach(follower, 8n);
      assert.deepEqual(await notesOf(store), expectedNotes(9));
      chain.add(writesOf(9));
      await reach(follower, 9n);
      assert.deepEqual(await notesOf(store), expectedNotes(10));
    });

    it("rebuilds what an older projection made, and adds tables of new migrations", async (t) => {
      const chain = chainOf(3);
      const first = await follow(t, store, chain);
      await reach(first, 2n);
      await first.close();
      const migrations = [...notes.migrations, "CREATE TABLE later (id integer)"];
      const second = await follow(t, store, chain, { projection: { ...notes, migrations } });
      await reach(second, 2n);
      assert.deepEqual(await store.query("SELECT * FROM later"), []);
      await second.close();
      const shouting: Projection = { ...notes, version: 2, apply: (sql, blocks) => writeNotes(sql, blocks, "!") };
      const third = await follow(t, store, chain, { projection: shouting });
      assert.equal(third.status().isOutdated, true);
      await third.rebuild();
      assert.equal(third.status().isOutdated, false);
      assert.deepEqual(await notesOf(store), ["k0=v0!@0", "k1=v1!@1", "k2=v2!@2"]);
    });

    it("sees that another process moved the index on", async (t) => {
      const chain = chainOf(2);
      const follower = await follow(t, store, chain);
      await reach(follower, 1n);
      await store.query("UPDATE index_cursor SET height = 40");
      chain.add(writesOf(2));
      while (follower.status().fault === "") await new Promise(setImmediate);
      assert.equal(follower.status().fault, "INDEX_STORE_MOVED");
      assert.deepEqual(await notesOf(store), expectedNotes(2));
    });
  });
}

/** Rows by key; `applied` would notice a block that came twice. */
const notes: Projection = {
  name: "notes",
  version: 1,
  migrations: [
    `CREATE TABLE notes (key text PRIMARY KEY, value text NOT NULL, height bigint NOT NULL);
     CREATE TABLE applied (height bigint PRIMARY KEY)`,
  ],
  apply: (sql, blocks) => writeNotes(sql, blocks, ""),
};

async function writeNotes(sql: Sql, blocks: readonly IndexedBlock[], suffix: string): Promise<void> {
  for (const { height, txs } of blocks) {
    await sql.query("INSERT INTO applied VALUES ($1)", [height]);
    for (const { key, value } of txs.flatMap(({ writes }) => writes))
      await sql.query("INSERT INTO notes VALUES ($1, $2, $3)", [bytesToUtf8(key), bytesToUtf8(value) + suffix, height]);
  }
}

/** Fails after it has written a block's rows. */
function crashing(height: bigint): Projection {
  return {
    ...notes,
    apply: async (sql, blocks) => {
      await notes.apply(sql, blocks);
      if (blocks.some((block) => block.height === height)) throw new Error("power failure");
    },
  };
}

async function prepare(store: IndexStore): Promise<void> {
  for (const script of notes.migrations) await store.run(`CREATE SCHEMA IF NOT EXISTS ${store.schema}; ${script}`);
}

const writesOf = (height: number) => [{ key: `k${height}`, value: `v${height}` }];

function chainOf(blocks: number, name = "main"): FakeChain {
  const chain = new FakeChain(name);
  for (let height = 0; height < blocks; height++) chain.add(writesOf(height));
  return chain;
}

function expectedNotes(blocks: number): readonly string[] {
  return Array.from({ length: blocks }, (_, height) => `k${height}=v${height}@${height}`);
}

async function notesOf(store: IndexStore): Promise<readonly string[]> {
  const rows = await store.query<{ key: string; value: string; height: number }>(
    "SELECT key, value, height FROM notes ORDER BY height, key",
  );
  return rows.map(({ key, value, height }) => `${key}=${value}@${height}`);
}

interface FollowChanges {
  readonly projection?: Projection;
  readonly onFault?: (error: unknown) => void;
}

async function follow(
  t: TestContext,
  store: IndexStore,
  chain: FakeChain,
  changes: FollowChanges = {},
): Promise<Follower> {
  const follower = await openFollower({ client: chain.client, store, projection: notes, ...changes });
  // Tests' hooks run in the order in which they were added: the follower ends before its store does.
  t.after(() => follower.close());
  return follower;
}

async function reach(follower: Follower, height: bigint): Promise<void> {
  assert.ok(await follower.waitFor(height, patienceMs), `fault ${follower.status().fault}`);
}

async function faultOf(t: TestContext, store: IndexStore, chain: FakeChain): Promise<string> {
  const follower = await follow(t, store, chain);
  while (follower.status().fault === "") await new Promise(setImmediate);
  await follower.close();
  return follower.status().fault;
}
