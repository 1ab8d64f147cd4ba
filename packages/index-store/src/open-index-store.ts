import type { IndexStore } from "./interface.ts";
import { openEmbedded } from "./open-embedded.ts";
import { openServer } from "./open-server.ts";
import { checkSchemaName } from "./schema.ts";

export interface IndexStoreOptions {
  /** A folder, `memory`, or the URL of a PostgreSQL server. */
  readonly location: string;
  /** Name of the live schema: small letters and underscores. */
  readonly schema: string;
}

/**
 * Opens the database of an index.
 *
 * Errors: INDEX_STORE_OPEN, INDEX_STORE_IN_USE.
 *
 * @example
 * const store = await openIndexStore({ location: ".yanta/directory/index", schema: "directory" });
 */
export async function openIndexStore({ location, schema }: IndexStoreOptions): Promise<IndexStore> {
  checkSchemaName(schema);
  if (/^postgres(ql)?:\/\//.test(location)) return openServer(location, schema);
  return openEmbedded(location === "memory" ? undefined : location, schema);
}
