import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { nodeErrors } from "../errors.ts";

/** Where relative paths of a configuration file are looked for. */
export interface PathBase {
  /** The configuration file. */
  readonly file: string;
  /** ChainMaker's rule: its node is started in `bin/`. */
  readonly workingDirectory: string;
  /** Our addition: the folder of the file that names the path. */
  readonly fileDirectory: string;
}

export function pathBaseOf(configFile: string, workingDirectory: string): PathBase {
  const file = resolve(workingDirectory, configFile);
  return { file, workingDirectory, fileDirectory: dirname(file) };
}

function candidates(path: string, base: PathBase): readonly string[] {
  if (isAbsolute(path)) return [path];
  return [...new Set([resolve(base.workingDirectory, path), resolve(base.fileDirectory, path)])];
}

/** The absolute path of an existing file or folder: working directory first, then the file's folder. */
export function resolveExisting(path: string, key: string, base: PathBase): string {
  const tried = candidates(path, base);
  const found = tried.find((candidate) => existsSync(candidate));
  if (found === undefined)
    throw nodeErrors.create("NODE_FILE_MISSING", { key, path, reason: "it does not exist", tried: tried.join(", ") });
  return found;
}

/** The text of a file that a configuration key names, byte for byte. */
export function readReferencedFile(path: string, key: string, base: PathBase): string {
  const found = resolveExisting(path, key, base);
  try {
    return readFileSync(found, "utf8");
  } catch (error) {
    throw nodeErrors.create(
      "NODE_FILE_MISSING",
      { key, path, reason: error instanceof Error ? error.message : "unreadable", tried: found },
      error,
    );
  }
}

/**
 * The absolute path of a folder that may not exist yet (the data folder). It goes with a file that does exist:
 * to the same base in which `companion` was found, so that data never lands beside an unrelated working directory.
 */
export function resolveForWriting(path: string, companion: string, base: PathBase): string {
  const inWorkingDirectory = existsSync(resolve(base.workingDirectory, companion));
  return resolve(inWorkingDirectory ? base.workingDirectory : base.fileDirectory, path);
}
