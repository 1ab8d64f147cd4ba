import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";

export interface ProgramResult {
  readonly exitCode: number;
  /** Standard output and error, in the order they came. */
  readonly output: string;
}

/** Runs a JavaScript program of an installed package with this Node.js; it finds this Node.js first in its PATH. */
export async function runProgram(root: string, file: string, argv: readonly string[]): Promise<ProgramResult> {
  const path = [dirname(process.execPath), join(root, "node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter);
  const child = spawn(process.execPath, [join(root, "node_modules", file), ...argv], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: path, NO_COLOR: "1" },
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
  return { exitCode, output };
}

/** The output of a program as findings: none when it succeeded. */
export async function programFindings(root: string, file: string, argv: readonly string[]): Promise<readonly string[]> {
  const { exitCode, output } = await runProgram(root, file, argv);
  if (exitCode === 0) return [];
  return output.trim() === "" ? [`${file} ended with exit code ${exitCode}`] : output.trim().split("\n");
}
