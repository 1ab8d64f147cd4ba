import { spawn } from "node:child_process";
import { guardGraceSeconds } from "./limits.ts";

/** Watches over an engine for the case that this process dies without a word. */
export interface EngineGuard {
  /** The engine has ended: nobody may be ended in its place. */
  release(): void;
  /** Resolves when nobody watches any more. */
  readonly ended: Promise<void>;
}

/**
 * A word on its input releases it; the end of its input, which the kernel sees to when this process is gone, ends the engine:
 * by SIGTERM, and by force when that was not heard.
 */
const script = `
trap '' HUP INT TERM
read -r word && exit 0
kill -TERM "$1" 2>/dev/null || exit 0
left=$2
while [ "$left" -gt 0 ]; do
  sleep 1
  kill -0 "$1" 2>/dev/null || exit 0
  left=$((left - 1))
done
kill -KILL "$1" 2>/dev/null
`;

/**
 * Sees to it that an engine does not outlive this process, even when it is killed by SIGKILL. An engine that loses its node ends by itself within seconds, as
 * a rule; one that is caught in its own shutdown hears no SIGTERM any more. A shell of its own group waits on a pipe: it needs no
 * native code and no polling, and costs a megabyte. The number of a process is safe to use: as long as this process lives it reaps the engine and releases the
 * guard, and afterwards the engine is looked for each second. Nothing on Windows.
 */
export function guardEngine(pid: number, graceSeconds: number = guardGraceSeconds): EngineGuard {
  if (process.platform === "win32") return { release: () => undefined, ended: Promise.resolve() };
  const guard = spawn("/bin/sh", ["-c", script, "yanta-engine-guard", String(pid), String(graceSeconds)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
  });
  // Without a shell the engine still ends by itself or at the next start; a guard that is gone takes no word.
  guard.stdin.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => {
    guard.once("error", () => resolve());
    guard.once("exit", () => resolve());
  });
  guard.unref();
  return { release: () => void guard.stdin.end("released\n"), ended };
}
