import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { engineVersion, engineVersionPrefix } from "./engine-version.ts";
import { engineErrors } from "./errors.ts";

export interface EngineProgram {
  readonly path: string;
  readonly version: string;
}

export interface FindEngineOptions {
  /** The path a person named, by configuration or environment: then nothing else is looked at. */
  readonly configured?: string;
  /** Folders of installed tools that are looked at before PATH. */
  readonly toolFolders?: readonly string[];
  /** The environment variable PATH. */
  readonly searchPath?: string;
}

const programName = process.platform === "win32" ? "cometbft.exe" : "cometbft";
const versionTimeoutMs = 20_000;

/**
 * Finds CometBFT: the configured path, else the tools' folders, else PATH; and asks it for its version.
 *
 * Errors: ENGINE_NOT_FOUND, ENGINE_VERSION.
 */
export async function findEngine(options: FindEngineOptions): Promise<EngineProgram> {
  const { configured, toolFolders = [], searchPath = "" } = options;
  const folders = [...toolFolders, ...searchPath.split(delimiter).filter((folder) => folder !== "")];
  const candidates = configured === undefined ? folders.map((folder) => join(folder, programName)) : [configured];
  for (const path of candidates) {
    if (await isExecutable(path)) return checkVersion(path);
  }
  const tried = configured ?? (toolFolders.length === 0 ? "PATH" : `${toolFolders.join(", ")}, PATH`);
  throw engineErrors.create("ENGINE_NOT_FOUND", { tried, version: engineVersion });
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function checkVersion(path: string): Promise<EngineProgram> {
  const details = { path, wanted: engineVersionPrefix, version: engineVersion };
  let version: string;
  try {
    const { stdout } = await promisify(execFile)(path, ["version"], { timeout: versionTimeoutMs });
    version = stdout.trim();
  } catch (error) {
    throw engineErrors.create("ENGINE_VERSION", { ...details, found: "?" }, error);
  }
  // Release builds from a checkout add the commit: 0.38.26+abcdef.
  if (!/^v?0\.38\.\d+/.test(version))
    throw engineErrors.create("ENGINE_VERSION", { ...details, found: version || "?" });
  return { path, version: version.replace(/^v/, "") };
}
