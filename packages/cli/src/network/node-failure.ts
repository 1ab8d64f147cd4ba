import { readFileSync } from "node:fs";

/** What a node that could not start had to say. */
export interface NodeFailure {
  /** Code and message. */
  readonly reason: string;
  readonly advice: string;
}

/** The last error in a node's log, as `yanta start --json` writes it; undefined when it ended without one. */
export function readNodeFailure(logFile: string): NodeFailure | undefined {
  const lines = readFileSync(logFile, "utf8").split("\n");
  for (const line of lines.reverse()) {
    if (!line.startsWith('{"error":')) continue;
    const { error }: { error?: Readonly<Record<string, unknown>> } = JSON.parse(line);
    if (typeof error?.["code"] !== "string") continue;
    return { reason: `${error["code"]}: ${String(error["message"])}`, advice: String(error["advice"]) };
  }
  return undefined;
}
