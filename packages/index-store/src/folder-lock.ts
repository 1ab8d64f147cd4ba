import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { indexStoreErrors } from "./errors.ts";

/** Keeps a folder for this process; what it gives back lets it go. Errors: INDEX_STORE_IN_USE. */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = resolve(folder, "index.lock");
  if (!take(file)) {
    const pid = Number(readFileSync(file, "utf8"));
    if (held.has(file) || isAnother(pid))
      throw indexStoreErrors.create("INDEX_STORE_IN_USE", { location: folder, pid });
    rmSync(file, { force: true });
    if (!take(file)) throw indexStoreErrors.create("INDEX_STORE_IN_USE", { location: folder, pid: "?" });
  }
  held.add(file);
  return () => {
    held.delete(file);
    rmSync(file, { force: true });
  };
}

/** Locks of this process. */
const held = new Set<string>();

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Whether a process runs; this one's number in a lock that it does not hold is a dead one's of the same number. */
function isAnother(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
