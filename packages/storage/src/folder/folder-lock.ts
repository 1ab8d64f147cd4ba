import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { storageErrors } from "../errors.ts";
import { diskError, errorText } from "./disk-error.ts";

export const lockFileName = "lock";

/** Held while a process uses a ledger's folder. */
export interface FolderLock {
  /** May be called more than once. */
  release(): void;
}

/**
 * Takes the folder for this process. The lock is one of the operating system on an empty SQLite file, the only such lock
 * that Node offers without an addon: it disappears with its process, however that ends.
 * Throws STORAGE_FOLDER_LOCKED.
 */
export function lockFolder(directory: string): FolderLock {
  const path = join(directory, lockFileName);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    database?.close();
    if (/locked|busy/i.test(errorText(cause)))
      throw storageErrors.create("STORAGE_FOLDER_LOCKED", { path: directory }, cause);
    throw diskError(cause, path);
  }
  const held = database;
  return {
    release: () => {
      if (held.isOpen) held.close();
    },
  };
}
