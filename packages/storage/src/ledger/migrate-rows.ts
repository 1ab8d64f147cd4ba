import { binaryStringToBytes, bytesToBinaryString, type BinaryString } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import type { Kv, KvChange, KvEntry } from "../interface.ts";
import { migratedRowsMax } from "../limits.ts";
import { findLastModification } from "./history.ts";
import { decodeSavepoint, encodeRow, rowsMigratedKey, savepointKey } from "./kv-layout.ts";

/**
 * Brings the rows of a store of format 1, which are bare values, to format 2: the place of the newest modification moves from the history
 * into the row. How far it has come is written together with the rows, so that it goes on after a crash; the caller removes that mark in the
 * same batch that names the new format, because rows that were migrated twice would hold another value. The log is not needed, because that
 * of an archived chain no longer has all of it. Throws STORAGE_STORE_DAMAGED when a row has no history.
 */
export async function migrateRows(kv: Kv, path: string): Promise<void> {
  const savepoint = kv.get(savepointKey);
  const height = savepoint === undefined ? 0n : decodeSavepoint(savepoint).height;
  const done = kv.get(rowsMigratedKey);
  let start = done === undefined ? "s" : bytesToBinaryString(done);
  for (;;) {
    const rows = [...kv.range({ start, end: "t", limit: migratedRowsMax })];
    const last = rows.at(-1);
    if (last === undefined) break;
    start = `${last[0]}\u0000`;
    const changes = rows.flatMap((row) => migrateRow({ kv, path, height }, row));
    kv.write([...changes, { key: rowsMigratedKey, value: binaryStringToBytes(start) }]);
    await kv.ready();
  }
}

interface MigratedStore {
  readonly kv: Kv;
  readonly path: string;
  /** Of the store's last block. */
  readonly height: bigint;
}

function migrateRow({ kv, path, height }: MigratedStore, [name, value]: KvEntry): KvChange[] {
  const historyPrefix: BinaryString = `k${name.slice(1)}`;
  const found = findLastModification(kv, historyPrefix, height);
  if (found === undefined)
    throw storageErrors.create("STORAGE_STORE_DAMAGED", { path, reason: "a row of its state has no history" });
  const row: KvChange = { key: name, value: encodeRow(found.location, value) };
  // An archived entry has the value that the log no longer has.
  return found.stored.length > 0 ? [row] : [row, { key: found.historyKey }];
}
