import { generateCity, type CitySize } from "@yanta/directory-contract/generate";
import { openIndexStore, prepareSchema, type IndexStore } from "@yanta/index-store";
import { createDirectoryProjection } from "../../apps/directory/src/projection/directory-projection.ts";
import { cityBlocks, madeContract } from "../../apps/directory/src/testing/made-blocks.ts";

/** Entries of one transaction of the index. */
const entriesPerBatch = 500;

export interface Indexed {
  readonly store: IndexStore;
  readonly seconds: number;
  /** Of this process: with PGlite all of it, with a server the service's part. */
  readonly cpuSeconds: number;
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
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(before);
  // On a server its own process does this now and then.
  await store.run("VACUUM ANALYZE");
  return { store, seconds, cpuSeconds: (user + system) / 1e6 };
}
