import { generateCity, type CitySize } from "@yanta/directory-contract/generate";
import { openIndexStore, prepareSchema, upsertRows, type IndexStore } from "@yanta/index-store";
import { createDirectoryProjection } from "../../apps/directory/src/projection/directory-projection.ts";
import { districtOf } from "../../apps/directory/src/projection/district.ts";
import { shapes } from "../../apps/directory/src/projection/tables.ts";
import { searchRow } from "../../apps/directory/src/search/index-entries.ts";
import { cityBlocks, madeContract, madeSeconds } from "../../apps/directory/src/testing/made-blocks.ts";

/** Entries of one transaction of the index. */
const entriesPerBatch = 500;

export interface Indexed {
  readonly store: IndexStore;
  readonly seconds: number;
  /** Of this process: with PGlite all of it, with a server the service's part. */
  readonly cpuSeconds: number;
}

/**
 * Fills the table of the search alone, for sizes whose whole index would take too long here: questions are the same, entries and audit rows
 * are missing.
 */
export async function indexSearchOnly(location: string, size: CitySize): Promise<Indexed> {
  const store = await openIndexStore({ location, schema: "bench" });
  await prepareSchema(store, createDirectoryProjection(madeContract));
  // Made after the rows, as for every bulk load.
  await store.run("DROP INDEX search_words");
  const city = generateCity(7, size);
  const offices = new Map(city.departments.map(({ code, name, level }) => [code, { name, level }]));
  const startedAt = performance.now();
  const before = process.cpuUsage();
  let rows: object[] = [];
  let number = 0;
  for (const entry of city.entries()) {
    const { name = "", level = 1 } = offices.get(entry.provider) ?? {};
    rows.push(
      searchRow({
        code: entry.code,
        version: 1,
        published_at: madeSeconds + number++,
        provider: entry.provider,
        department: name,
        district: districtOf(name, level),
        name: entry.name,
        summary: entry.summary,
        catalogue: entry.catalogue,
        attribute: entry.attribute,
        format: entry.format,
        cycle: entry.cycle,
        sharing: entry.sharing.type,
        open: entry.open.type,
        body: JSON.stringify(entry),
      }),
    );
    if (rows.length < searchRowsPerBatch) continue;
    await upsertRows(store, shapes.search, rows);
    rows = [];
  }
  await upsertRows(store, shapes.search, rows);
  await store.transaction((sql) =>
    sql.run("SET LOCAL maintenance_work_mem TO '512MB'; CREATE INDEX search_words ON search USING gin (words)"),
  );
  return finish(store, startedAt, before);
}

/** Rows of one statement. */
const searchRowsPerBatch = 2_000;

async function finish(store: IndexStore, startedAt: number, before: NodeJS.CpuUsage): Promise<Indexed> {
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(before);
  // On a server its own process does this now and then.
  await store.run("VACUUM ANALYZE");
  return { store, seconds, cpuSeconds: (user + system) / 1e6 };
}

/** Fills an index with a made-up city from blocks that are made here instead of by a chain: the index alone is measured. */
export async function indexCity(location: string, size: CitySize): Promise<Indexed> {
  const store = await openIndexStore({ location, schema: "bench" });
  const projection = createDirectoryProjection(madeContract);
  await prepareSchema(store, projection);
  const city = generateCity(7, size);
  const startedAt = performance.now();
  const before = process.cpuUsage();
  for (const block of cityBlocks(city, entriesPerBatch))
    await store.transaction((sql) => projection.apply(sql, [block]));
  return finish(store, startedAt, before);
}
