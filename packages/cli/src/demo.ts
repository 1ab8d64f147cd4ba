import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CommandContext } from "./command-context.ts";
import { cliErrors } from "./errors.ts";

/** Applications of the repository that show themselves on a development chain; each is a program with a command `demo`. */
const programs: Readonly<Record<string, string>> = {
  academy: join(import.meta.dirname, "../../../apps/academy/yanta-academy.mjs"),
  directory: join(import.meta.dirname, "../../../apps/directory/yanta-directory.mjs"),
};

export const demoNames: readonly string[] = Object.keys(programs);

export interface Demo {
  readonly name: string;
  readonly program: string;
}

/** A demonstration by its name. Errors: CLI_DEMO_UNKNOWN. */
export function findDemo(name: string): Demo {
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (program === undefined || !existsSync(program))
    throw cliErrors.create("CLI_DEMO_UNKNOWN", { name, known: demoNames.join(", ") });
  return { name, program };
}

export interface DemoPlace {
  /** Folder of the chain, which runs. */
  readonly folder: string;
  readonly port: string | undefined;
  readonly context: CommandContext;
}

/** Runs a demonstration until it is stopped; its words go to standard error. Errors: CLI_DEMO_FAILED when it ends by itself. */
export async function runDemo({ name, program }: Demo, { folder, port, context }: DemoPlace): Promise<void> {
  const { signal } = context;
  const flags = [
    "--chain",
    folder,
    "--lang",
    context.output().language,
    ...(port === undefined ? [] : ["--port", port]),
  ];
  const child = spawn(process.execPath, [program, "demo", ...flags], { stdio: ["ignore", 2, 2] });
  const stop = (): void => void child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const exit = await new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, killed) => resolve(String(code ?? killed)));
  });
  signal.removeEventListener("abort", stop);
  if (!signal.aborted) throw cliErrors.create("CLI_DEMO_FAILED", { name, exit });
}
