import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { engineErrors } from "./errors.ts";
import { stopTimeoutMs } from "./limits.ts";

const pollMs = 50;

/** Where the number of an engine's process stands while it runs. */
export function pidFile(home: string): string {
  return join(home, "engine.pid");
}

/**
 * Ends an engine that a killed node left behind, by force: it holds the databases and the port. Its guard does so within seconds; a node that starts
 * again sooner, or whose guard was killed, too, does not wait for it. Another program that has the number now is told by its command line, which would
 * name this folder. Nothing on Windows.
 *
 * Errors: ENGINE_STRAY.
 */
export async function endStrayEngine(home: string): Promise<void> {
  const pid = readPid(home);
  if (pid === undefined || process.platform === "win32") return;
  const deadlineMs = performance.now() + stopTimeoutMs;
  while ((await commandLineOf(pid)).includes(home)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      // Gone meanwhile, or somebody else's: the next look tells.
      if (!(error instanceof Error && "code" in error)) throw error;
    }
    if (performance.now() > deadlineMs) throw engineErrors.create("ENGINE_STRAY", { path: home, pid });
    await delay(pollMs);
  }
}

/** Empty when there is no such process, and of one that has ended and waits for its parent. */
async function commandLineOf(pid: number): Promise<string> {
  try {
    // `ps` is not part of every Linux (containers above all).
    if (existsSync("/proc/self/cmdline")) return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    const { stdout } = await promisify(execFile)("ps", ["-ww", "-o", "command=", "-p", String(pid)]);
    return stdout;
  } catch {
    return "";
  }
}

function readPid(home: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile(home), "utf8"));
    return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}
