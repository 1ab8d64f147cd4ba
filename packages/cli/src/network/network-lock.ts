import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { cliErrors } from "../errors.ts";

const fileName = "up.lock";

/**
 * Takes a network's folder for one `yanta up`: a second one would begin the nodes' logs anew before their ports are bound. A lock
 * whose process is gone counts for nothing. Returns what gives it back. Errors: CLI_NETWORK_RUNNING.
 */
export function lockNetwork(folder: string): () => void {
  const path = join(folder, fileName);
  if (!tryTake(path)) {
    const pid = holderOf(path);
    if (pid !== undefined && isAlive(pid))
      throw cliErrors.create("CLI_NETWORK_RUNNING", { path: folder, pid, lock: path });
    rmSync(path, { force: true });
    if (!tryTake(path))
      throw cliErrors.create("CLI_NETWORK_RUNNING", { path: folder, pid: holderOf(path) ?? 0, lock: path });
  }
  return () => rmSync(path, { force: true });
}

function tryTake(path: string): boolean {
  try {
    const file = openSync(path, "wx", 0o600);
    writeSync(file, `${process.pid}\n`);
    closeSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function holderOf(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
