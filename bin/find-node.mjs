import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { checkBinary } from "./check-binary.mjs";
import { LauncherError } from "./launcher-error.mjs";

const majorMin = 24;

/**
 * The path of a Node.js that can run Yanta: the one of the platform package when it is installed (its SHA-256 is
 * checked), else the one that runs this, else the first in PATH that is new enough.
 * Throws LAUNCHER_NODE_ALTERED and LAUNCHER_NODE_MISSING.
 */
export function findNode() {
  return packagedNode() ?? runningNode() ?? nodeInPath() ?? fail();
}

/** True when `path` is the binary of this very process. */
export function isRunningNode(path) {
  return realpathSync(path) === realpathSync(process.execPath);
}

function packagedNode() {
  const table = JSON.parse(readFileSync(new URL("./node-binaries.json", import.meta.url), "utf8"));
  const entry = table.packages[`${process.platform}-${process.arch}`];
  if (entry === undefined) return undefined;
  let folder;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(`${entry.name}/package.json`));
  } catch {
    return undefined;
  }
  const path = join(folder, entry.file);
  if (!existsSync(path)) return undefined;
  return checkBinary(path, entry) ? path : undefined;
}

function runningNode() {
  return isNewEnough(process.version) ? process.execPath : undefined;
}

function nodeInPath() {
  const name = process.platform === "win32" ? "node.exe" : "node";
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    if (folder === "" || !existsSync(path)) continue;
    const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 10_000 });
    if (status === 0 && isNewEnough(stdout)) return path;
  }
  return undefined;
}

function isNewEnough(version) {
  return Number(/^v(\d+)\./.exec(version)?.[1] ?? 0) >= majorMin;
}

function fail() {
  throw new LauncherError("LAUNCHER_NODE_MISSING", {
    current: process.version,
    platform: `${process.platform} ${process.arch}`,
  });
}
