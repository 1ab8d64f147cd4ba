import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));

/** A development chain with the demonstration city and its directory. */
export interface DirectoryDemo {
  readonly child: ChildProcess;
  /** Where service and portal are. */
  readonly url: string;
}

/** Runs `yanta up --demo directory` in a folder until it prints where the directory is. */
export async function startDirectoryDemo(folder: string, cwd: string): Promise<DirectoryDemo> {
  const flags = ["--dir", folder, "--port", "0", "--demo", "directory", "--demo-port", "0", "--lang", "en"];
  const child = spawn(process.execPath, [launcher, "up", ...flags], { cwd, stdio: ["ignore", "ignore", "pipe"] });
  const seen: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    seen.push(line);
    const url = /^data directory {2}(http:\/\/[^/ ]+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stderr.resume();
    return { child, url };
  }
  throw new Error(`the demonstration ended:\n${seen.join("\n")}`);
}

/** Stops it as Ctrl+C does; gives its exit code. */
export async function stopDirectoryDemo({ child }: DirectoryDemo): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.kill("SIGINT");
  return ended;
}
