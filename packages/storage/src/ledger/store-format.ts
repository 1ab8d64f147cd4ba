import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import type { Kv } from "../interface.ts";
import { formatKey, rowsMigratedKey } from "./kv-layout.ts";
import { migrateRows } from "./migrate-rows.ts";

/** Format of keys and values in `kv-layout.ts`. A store of an unknown one is derived again from the log. */
const storeFormat = 2;

/**
 * Marks a new store and migrates one of format 1; throws STORAGE_STORE_DAMAGED when one was made for another chain or by other rules.
 */
export async function checkStoreFormat(
  kv: Kv,
  { chainId, path }: { readonly chainId: string; readonly path: string },
): Promise<void> {
  const expected = `${storeFormat} ${chainId}`;
  const bytes = kv.get(formatKey);
  const found = bytes === undefined ? undefined : bytesToUtf8(bytes);
  if (found === expected) return;
  if (found === `1 ${chainId}`) await migrateRows(kv, path);
  else if (found !== undefined)
    throw storageErrors.create("STORAGE_STORE_DAMAGED", {
      path,
      reason: `it says "${found}" instead of "${expected}"`,
    });
  kv.write([{ key: rowsMigratedKey }, { key: formatKey, value: utf8ToBytes(expected) }]);
}
