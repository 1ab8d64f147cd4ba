import { spawn } from "node:child_process";
import { outerEnvironment } from "./outer-node.ts";

export interface CommandResult {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program as a person would from a shell of a machine without Yanta. */
export async function runCommand(
  program: string,
  argv: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const child = spawn(program, argv, {
    cwd: options.cwd,
    env: outerEnvironment(options.env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { exitCode, out, err };
}

/** The output of a command that must succeed. */
export async function outputOf(program: string, argv: readonly string[], options: CommandOptions): Promise<string> {
  const { exitCode, out, err } = await runCommand(program, argv, options);
  if (exitCode !== 0) throw new Error(`${program} ${argv.join(" ")} ended with ${exitCode}:\n${out}\n${err}`);
  return out;
}
