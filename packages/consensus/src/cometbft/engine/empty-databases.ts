import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What CometBFT opens as LevelDB folders in `data`, in this order. Transactions are not indexed (`engineConfigToml`). */
const databases = ["blockstore.db", "state.db", "evidence.db"] as const;

/**
 * Files of a database that was never written to: lock, log, the first manifest, and `CURRENT.0` on its way to become `CURRENT`.
 * What is written goes into a journal (`.log`) first, and that is begun only after `CURRENT` is there.
 */
const beginnings = /^(LOCK|LOG|LOG\.old|MANIFEST-000000|CURRENT\.0)$/;

/**
 * Removes databases that an engine which was stopped while it made them left behind: without an entry point it never opens them
 * again, nor makes them anew. They hold nothing; a folder with any other file stays as it is. Only while no engine runs.
 * Returns the names of those that were removed.
 */
export function removeEmptyDatabases(home: string): readonly string[] {
  return databases.filter((name) => {
    const folder = join(home, "data", name);
    if (!existsSync(folder)) return false;
    const entries = readdirSync(folder);
    if (entries.length === 0 || !entries.every((entry) => beginnings.test(entry))) return false;
    rmSync(folder, { recursive: true });
    return true;
  });
}
