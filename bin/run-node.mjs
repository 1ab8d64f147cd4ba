import { spawn } from "node:child_process";
import { constants } from "node:os";

const launcherPidName = "YANTA_LAUNCHER_PID";
const forwarded = process.platform === "win32" ? [] : ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR2"];
/** A terminal sends these to the whole foreground group, so the child already has them. */
const sentByTerminal = new Set(["SIGINT", "SIGHUP", "SIGQUIT"]);

/**
 * Runs a script with another Node.js in this process's place: same arguments, streams and environment; signals go on
 * to it, and this process ends as it ends. The script calls `followLauncher` so that it does not outlive this process.
 */
export function runNode(nodePath, argv) {
  const child = spawn(nodePath, argv, {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, [launcherPidName]: String(process.pid) },
  });
  const onTerminal = process.stdin.isTTY;
  for (const signal of forwarded) {
    process.on(signal, () => {
      if (!(onTerminal && sentByTerminal.has(signal))) child.kill(signal);
    });
  }
  if (process.platform === "win32") process.on("SIGINT", () => {});
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of forwarded) process.removeAllListeners(name);
    process.exitCode = 128 + (constants.signals[signal] ?? 0);
    process.kill(process.pid, signal);
  });
}

/**
 * Ties this process to the launcher that started it, if one did: when the launcher is killed without a chance to pass
 * the signal on (SIGKILL), this process ends the same way, as if it had been hit itself.
 */
export function followLauncher() {
  const isChild = process.env[launcherPidName] === String(process.ppid) && process.channel !== undefined;
  delete process.env[launcherPidName];
  if (!isChild) return;
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.channel.unref();
}
