import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";

export interface DriverOptions {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  /** At least so many steps must report a result: a driver that does nothing has not passed. */
  readonly stepsMin: number;
  /** Why steps are left out, by the beginning of their names. */
  readonly skipReasons: Readonly<Record<string, string>>;
  /** Told of every line, also of those that are no result. */
  readonly onLine?: (line: string) => void;
}

/** A driver prints one line a step. */
const stepLine = /^(PASS|FAIL|SKIP) (\S+) ?(.*)$/;
const errorsLengthMax = 5000;

/**
 * Runs a driver of an official client. It prints `PASS name`, `FAIL name reason` or `SKIP name reason`; each becomes a
 * subtest with its own result.
 */
export async function runDriver(t: TestContext, options: DriverOptions): Promise<void> {
  const child = spawn(options.command, options.arguments, { cwd: options.folder, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString("utf8")).slice(-errorsLengthMax);
  });
  const ended = once(child, "close");
  let steps = 0;
  let failed = 0;
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      options.onLine?.(line);
      const [, result, name = "", reason = ""] = stepLine.exec(line) ?? [];
      if (result === undefined) continue;
      if (result === "SKIP") {
        await t.test(name, { skip: reasonToSkip(name, options.skipReasons) ?? reason });
        continue;
      }
      steps++;
      if (result === "FAIL") failed++;
      await t.test(name, () => {
        if (result === "FAIL") throw new Error(reason);
      });
    }
  } finally {
    child.kill("SIGKILL");
  }
  const [code, signal] = (await ended) as [number | null, string | null];
  await t.test("the driver ran to its end", () => {
    const ending = signal ?? `exit code ${code}`;
    if (ending !== `exit code ${failed > 0 ? 1 : 0}`) throw new Error(`the driver ended with ${ending}\n${errors}`);
    if (steps < options.stepsMin)
      throw new Error(`only ${steps} steps ran, at least ${options.stepsMin} were expected\n${errors}`);
  });
}

function reasonToSkip(name: string, reasons: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(reasons).find(([prefix]) => name.startsWith(prefix))?.[1];
}
