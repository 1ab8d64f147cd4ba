import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Seconds of `npm ci` in a fresh clone, from npm's cache as it is. */
export function installSeconds(root: string): number {
  const folder = mkdtempSync(join(tmpdir(), "yanta-bench-install-"));
  try {
    execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${root}`, folder]);
    const startedMs = performance.now();
    execFileSync("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: folder, stdio: "ignore" });
    return (performance.now() - startedMs) / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
