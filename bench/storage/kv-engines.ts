// Engines for the persistent store, side by side: `node bench/storage/kv-engines.ts [--blocks 400] [--keys 50000]`.
// Prints one JSON line an engine: µs for each put (CPU of all threads, of the main thread, wall) and CPU for each read.
import { mkdtempSync, rmSync, statSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { openLmdbKv, type Kv } from "@yanta/storage";
import { open } from "lmdb";
import { blockChanges, machine, measured, rounded, stateName, type BenchChange } from "./workload.ts";

const { values } = parseArgs({
  options: { blocks: { type: "string", default: "400" }, keys: { type: "string", default: "50000" } },
});
const blockCount = Number(values.blocks);
const keyCount = Number(values.keys);

interface Engine {
  write(changes: readonly BenchChange[]): void | Promise<void>;
  get(key: string): Uint8Array | undefined;
  /** Number of entries found, at most ten. */
  range(start: string, end: string): number;
  finish(): Promise<void>;
  close(): Promise<void> | void;
}

const engines: Record<string, (folder: string) => Promise<Engine>> = {
  "LMDB, one transaction a block, no fsync": async (folder) =>
    lmdbSync(folder, { noSync: true, overlappingSync: false }),
  "LMDB, one transaction a block, overlapping sync": async (folder) => lmdbSync(folder, { overlappingSync: true }),
  "SQLite, WAL, NORMAL": async (folder) => sqlite(folder, "NORMAL"),
  "SQLite, WAL, OFF": async (folder) => sqlite(folder, "OFF"),
  "LMDB behind gathered changes (ours)": gathered,
};

for (const [name, create] of Object.entries(engines)) {
  const folder = mkdtempSync(join(tmpdir(), "yanta-bench-"));
  const engine = await create(folder);
  try {
    process.stdout.write(`${JSON.stringify({ name, ...(await run(engine, folder)), ...machine() })}\n`);
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true });
  }
}

async function run(engine: Engine, folder: string): Promise<Record<string, number>> {
  const half = blockCount >> 1;
  for (let height = 0; height < half; height++) await engine.write(blockChanges(height, keyCount));
  await engine.finish();
  const blocks = Array.from({ length: blockCount - half }, (_, index) => blockChanges(half + index, keyCount));
  const writes = await measured(async () => {
    for (const block of blocks) await engine.write(block);
    await engine.finish();
  });
  const puts = blocks.length * 500;
  const names = Array.from({ length: 20_000 }, (_, index) => `s${stateName(index * 7919, keyCount)}`);
  const reads = await measured(() => names.forEach((name) => engine.get(name)));
  const misses = await measured(() => names.forEach((name) => engine.get(`${name}x`)));
  const ranges = await measured(() => names.slice(0, 2000).forEach((name) => engine.range(name, "t")));
  const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  return {
    putCpuUs: rounded(writes.cpuUs / puts),
    putMainUs: rounded(writes.mainUs / puts),
    putWallUs: rounded(writes.wallUs / puts),
    getUs: rounded(reads.mainUs / names.length),
    missUs: rounded(misses.mainUs / names.length),
    rangeOf10Us: rounded(ranges.mainUs / 2000),
    megabytes: rounded(bytes / 1e6),
  };
}

function lmdbSync(folder: string, options: object): Engine {
  const keyEncoder = {
    writeKey: (key: string, target: Buffer, start: number) => start + target.write(key, start, "latin1"),
    readKey: (source: Buffer, start: number, end: number) => source.toString("latin1", start, end),
  };
  const database = open<Uint8Array, string>({
    path: folder,
    encoding: "binary",
    keyEncoder,
    pageSize: 8192,
    ...options,
  });
  return {
    write: (changes) => {
      database.transactionSync(() => {
        for (const { key, value } of changes) database.putSync(key, value);
      });
    },
    get: (key) => database.getBinary(key),
    range: (start, end) => [...database.getRange({ start, end, limit: 10 })].length,
    finish: async () => void (await database.flushed),
    close: () => database.close(),
  };
}

function sqlite(folder: string, synchronous: string): Engine {
  const database = new DatabaseSync(join(folder, "kv.db"));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA cache_size = -65536`);
  database.exec("CREATE TABLE kv (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID");
  const put = database.prepare("INSERT INTO kv VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value");
  const get = database.prepare("SELECT value FROM kv WHERE key = ?");
  const range = database.prepare("SELECT key, value FROM kv WHERE key >= ? AND key < ? ORDER BY key LIMIT 10");
  const bytes = (key: string): Buffer => Buffer.from(key, "latin1");
  return {
    write: (changes) => {
      database.exec("BEGIN");
      for (const { key, value } of changes) put.run(bytes(key), value);
      database.exec("COMMIT");
    },
    get: (key) => {
      const value = get.get(bytes(key))?.["value"];
      return value instanceof Uint8Array ? value : undefined;
    },
    range: (start, end) => range.all(bytes(start), bytes(end)).length,
    finish: async () => undefined,
    close: () => database.close(),
  };
}

async function gathered(folder: string): Promise<Engine> {
  const kv: Kv = await openLmdbKv({ directory: folder });
  return {
    write: async (changes) => {
      await kv.ready();
      kv.write(changes);
    },
    get: (key) => kv.get(key),
    range: (start, end) => [...kv.range({ start, end, limit: 10 })].length,
    finish: () => kv.flush(),
    close: () => kv.close(),
  };
}
