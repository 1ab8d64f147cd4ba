import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cliErrors } from "./errors.ts";

/** A kind of folder that commands make and later take as it is. */
export interface FolderKind {
  /** File that tells the kind and the layout's number. */
  readonly marker: string;
  /** Raised when a file in the folder changes its meaning. */
  readonly formatVersion: number;
  /** Files and folders without which it is damaged. */
  readonly parts: readonly string[];
}

export interface MadeFolder {
  readonly isNew: boolean;
  /** What the marker says. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * Makes a folder with `build`, which returns what the marker is to say, or takes an existing one as it is. A new
 * folder is put together beside its place and renamed into it, so that a crash leaves none that is half made.
 *
 * Errors: CLI_FOLDER_UNWRITABLE, CLI_FOLDER_FOREIGN, CLI_FOLDER_NEWER, CLI_FOLDER_DAMAGED.
 */
export function openMadeFolder(
  folder: string,
  kind: FolderKind,
  build: (building: string) => Readonly<Record<string, unknown>>,
): MadeFolder {
  if (!isVacant(folder)) return { isNew: false, facts: checkFolder(folder, kind) };
  const building = join(dirname(folder), `.${basename(folder)}.${process.pid}.new`);
  try {
    makeWithParents(building);
    const facts = { format: kind.formatVersion, ...build(building) };
    writeFileSync(join(building, kind.marker), `${JSON.stringify(facts)}\n`);
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    renameSync(building, folder);
    return { isNew: true, facts };
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    throw unwritable(folder, error);
  }
}

/** As `mkdirSync` with `recursive`, which never returns where the file system says of each new folder that its parent is missing, as /proc does. */
function makeWithParents(folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.unshift(at);
  for (const each of missing) mkdirSync(each);
}

/** Whether nothing is in the way of a new folder. Errors: CLI_FOLDER_UNWRITABLE. */
export function isVacant(folder: string): boolean {
  if (!existsSync(folder)) return true;
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function checkFolder(folder: string, { marker, formatVersion, parts }: FolderKind): Readonly<Record<string, unknown>> {
  const path = join(folder, marker);
  if (!existsSync(path)) throw cliErrors.create("CLI_FOLDER_FOREIGN", { path: folder });
  let facts: Readonly<Record<string, unknown>>;
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    facts = typeof value === "object" && value !== null ? { ...value } : {};
  } catch (error) {
    throw cliErrors.create("CLI_FOLDER_DAMAGED", { path: folder, reason: `${marker} cannot be read` }, error);
  }
  const { format } = facts;
  if (typeof format !== "number")
    throw cliErrors.create("CLI_FOLDER_DAMAGED", { path: folder, reason: `${marker} names no format` });
  if (format > formatVersion)
    throw cliErrors.create("CLI_FOLDER_NEWER", { path: folder, found: format, known: formatVersion });
  for (const name of parts) {
    if (!existsSync(join(folder, name)))
      throw cliErrors.create("CLI_FOLDER_DAMAGED", { path: folder, reason: `${name} is missing` });
  }
  return facts;
}

export function unwritable(folder: string, error: unknown): Error {
  return cliErrors.create(
    "CLI_FOLDER_UNWRITABLE",
    { path: folder, reason: error instanceof Error ? error.message : String(error) },
    error,
  );
}
