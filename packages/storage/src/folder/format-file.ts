import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { utf8ToBytes } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import { errorText } from "./disk-error.ts";
import { replaceFileDurably } from "./durable-file.ts";
import { lockFileName } from "./folder-lock.ts";

/** Format of the folder that this version writes. Older ones are migrated (`migrations.ts`), newer ones refused. */
export const folderFormat = 2;

export const formatFileName = "format.json";

/** What `format.json` says about a ledger's folder. */
export interface FolderFormat {
  readonly format: number;
  readonly chainId: string;
  /** Lower-case hex of block 0's hash; absent until it was committed. */
  readonly genesisHash?: string;
  /** Steps done of the migration to the next format; absent when none is under way. */
  readonly migrationStepsDone?: number;
}

/**
 * The description of a folder; undefined when it is empty. Throws STORAGE_FOLDER_FOREIGN when it holds something else,
 * STORAGE_FORMAT_DAMAGED when the description cannot be read, STORAGE_FORMAT_NEWER when it is from a newer version.
 */
export function readFolderFormat(directory: string): FolderFormat | undefined {
  const path = join(directory, formatFileName);
  if (!existsSync(path)) {
    const others = readdirSync(directory).filter(
      (name) => !name.startsWith(lockFileName) && name !== `${formatFileName}.new`,
    );
    if (others.length > 0) throw storageErrors.create("STORAGE_FOLDER_FOREIGN", { path: directory });
    return undefined;
  }
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw storageErrors.create("STORAGE_FORMAT_DAMAGED", { path, reason: errorText(cause) }, cause);
  }
  if (!isFolderFormat(found))
    throw storageErrors.create("STORAGE_FORMAT_DAMAGED", { path, reason: "a field is missing or wrong" });
  if (found.format > folderFormat)
    throw storageErrors.create("STORAGE_FORMAT_NEWER", { path, format: found.format, formatMax: folderFormat });
  return found;
}

export function writeFolderFormat(directory: string, format: FolderFormat): void {
  replaceFileDurably(join(directory, formatFileName), utf8ToBytes(`${JSON.stringify(format, undefined, 2)}\n`));
}

function isFolderFormat(value: unknown): value is FolderFormat {
  if (typeof value !== "object" || value === null) return false;
  const { format, chainId, genesisHash, migrationStepsDone }: Partial<Record<keyof FolderFormat, unknown>> = value;
  return (
    isCount(format) &&
    format >= 1 &&
    typeof chainId === "string" &&
    (genesisHash === undefined || typeof genesisHash === "string") &&
    (migrationStepsDone === undefined || isCount(migrationStepsDone))
  );
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
