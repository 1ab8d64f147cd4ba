import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs `yanta` with arguments to its end. */
export function runYanta(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: options.folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C.UTF-8", ...options.environment },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** The JSON result of a command that must succeed. */
export async function yantaJson(args: readonly string[], options: CommandOptions): Promise<unknown> {
  const { code, stdout, stderr } = await runYanta([...args, "--json"], options);
  if (code !== 0) throw new Error(`yanta ${args.join(" ")} ended with ${code}\n${stderr}`);
  return JSON.parse(stdout);
}
