import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import type { Kv } from "../interface.ts";
import { formatKey } from "./kv-layout.ts";

/** Format of keys and values in `kv-layout.ts`. A store of another format is derived again from the log. */
const storeFormat = 1;

/** Marks a new store; throws STORAGE_STORE_DAMAGED when one was made for another chain or by other rules. */
export function checkStoreFormat(kv: Kv, { chainId, path }: { readonly chainId: string; readonly path: string }): void {
  const expected = `${storeFormat} ${chainId}`;
  const bytes = kv.get(formatKey);
  if (bytes === undefined) {
    kv.write([{ key: formatKey, value: utf8ToBytes(expected) }]);
    return;
  }
  const found = bytesToUtf8(bytes);
  if (found !== expected)
    throw storageErrors.create("STORAGE_STORE_DAMAGED", {
      path,
      reason: `it says "${found}" instead of "${expected}"`,
    });
}
