import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { LauncherError } from "../bin/launcher-error.mjs";

/**
 * Installs the locked packages when they are missing or are not those of the lock file. No package needs its install
 * script (`allowScripts` in package.json), so none runs, whichever npm this is.
 * Throws LAUNCHER_INSTALL_FAILED.
 */
export function installMissing(root) {
  const wanted = lockedPackages(join(root, "package-lock.json"));
  const installed = lockedPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || isInstalled(wanted, installed ?? {})) return;
  const command = installed === undefined ? ["ci"] : ["install", "--no-save"];
  const started = Date.now();
  process.stderr.write(`Installing packages (npm ${command.join(" ")}), about 500 MB on disk ...\n`);
  const exitCode = runNpm(root, [...command, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (exitCode !== 0)
    throw new LauncherError("LAUNCHER_INSTALL_FAILED", { command: `npm ${command.join(" ")}`, exitCode });
  linkNode(root);
  process.stderr.write(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.\n`);
}

/** The `packages` of a lock file; undefined when there is none. */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** True when each locked package is there as locked; an optional one may be absent (another platform). */
function isInstalled(wanted, installed) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes("node_modules/")) return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity && found.link === entry.link;
  });
}

/**
 * Makes `node_modules/.bin/node`, so that tools and developers find the same Node.js; npm 10 leaves it out because
 * three packages, one a platform, claim the name.
 */
function linkNode(root) {
  const target = join("..", `node-${process.platform}-${process.arch}`, "bin", "node");
  const link = join(root, "node_modules", ".bin", "node");
  if (process.platform === "linux" && existsSync(join(link, "..", target)) && !existsSync(link))
    symlinkSync(target, link);
}

/** Runs the npm that started this, else the one in PATH, and returns its exit code. */
function runNpm(root, argv) {
  const npmCli = process.env.npm_execpath;
  const { status, error } = npmCli?.endsWith(".js")
    ? spawnSync(process.execPath, [npmCli, ...argv], { cwd: root, stdio: "inherit" })
    : spawnSync("npm", argv, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (error !== undefined) return error.code;
  return status ?? "unknown";
}
