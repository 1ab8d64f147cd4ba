import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, readSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache-folder.mjs";
import { LauncherError } from "./launcher-error.mjs";

/**
 * Checks a Node.js binary against its SHA-256 and that it runs here (a glibc binary does not on musl). Reading 120 MB
 * takes a quarter of a second, so the answer is kept for as long as path, size, times and inode stay the same.
 * Returns false when it does not run; throws LAUNCHER_NODE_ALTERED when its bytes are others.
 */
export function checkBinary(path, { name, sha256 }, cacheFile = join(cacheFolder(), "node-check.json")) {
  const identity = fileIdentity(path, sha256);
  const known = readCache(cacheFile);
  if (known.identity === identity) return known.runs;
  const found = hashFile(path);
  if (found !== sha256) throw new LauncherError("LAUNCHER_NODE_ALTERED", { path, name, found, expected: sha256 });
  const runs = spawnSync(path, ["--version"], { timeout: 10_000 }).status === 0;
  writeCache(cacheFile, { identity, runs });
  return runs;
}

function fileIdentity(path, sha256) {
  const { size, mtimeNs, ctimeNs, ino, dev } = statSync(path, { bigint: true });
  return [path, size, mtimeNs, ctimeNs, ino, dev, sha256].join("|");
}

function hashFile(path) {
  const hash = createHash("sha256");
  const chunk = Buffer.allocUnsafe(1 << 20);
  const file = openSync(path, "r");
  try {
    for (let length; (length = readSync(file, chunk)) > 0;) hash.update(chunk.subarray(0, length));
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
}

function readCache(cacheFile) {
  try {
    return JSON.parse(readFileSync(cacheFile, "utf8"));
  } catch {
    return {};
  }
}

/** A cache that cannot be written only costs time at the next start. */
function writeCache(cacheFile, content) {
  try {
    mkdirSync(join(cacheFile, ".."), { recursive: true, mode: 0o700 });
    const draft = `${cacheFile}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
    renameSync(draft, cacheFile);
  } catch {
    return;
  }
}
