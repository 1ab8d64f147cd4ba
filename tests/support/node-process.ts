import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));

/** Longest a node may take to open its chain, on a machine that is busy. */
const startTimeoutMs = 120_000;
const stopTimeoutMs = 30_000;
/** Bytes of standard error that are kept for the message of a failed test. */
const stderrBytesMax = 256 * 1024;

export interface NodeExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A node in a process of its own. */
export interface NodeProcess {
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<NodeExit>;
  /** The end of what it wrote to standard error. */
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  /** Asks it to stop and waits; kills it when it does not. */
  stop(): Promise<NodeExit>;
}

export interface StartNodeOptions {
  /** Working directory, with chainmaker.yml. */
  readonly folder: string;
  /** Another program than the `yanta` command; it prints the same JSON line with `port` once it serves. */
  readonly entry?: string;
  /** Another `yanta` command; it prints the same line. */
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
  readonly nodeOptions?: readonly string[];
  /** Told of the process before it is ready. */
  readonly onSpawn?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** The process ended before it served. */
export class NodeStartError extends Error {
  readonly exit: NodeExit;

  constructor(exit: NodeExit, stderr: string) {
    super(`the node ended (code ${exit.code}, signal ${exit.signal}) before it served\n${stderr}`);
    this.name = "NodeStartError";
    this.exit = exit;
  }
}

/** Starts `yanta start --solo` on a free port of loopback and waits until it serves. */
export async function startNodeProcess(options: StartNodeOptions): Promise<NodeProcess> {
  const command = options.command ?? ["start", "--config", "chainmaker.yml", "--solo", "--port", "0", "--json"];
  const entry = options.entry === undefined ? [launcher, ...command] : [options.entry];
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), ...entry, ...(options.arguments ?? [])], {
    cwd: options.folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, YANTA_LOG_LEVEL: "warn", ...options.environment },
  });
  endWithThisProcess(child);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-stderrBytesMax);
  });
  const exited = new Promise<NodeExit>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
  options.onSpawn?.(kill);
  const timer = setTimeout(() => kill("SIGKILL"), startTimeoutMs);
  try {
    const port = await Promise.race([
      readPort(child.stdout),
      exited.then((exit) => {
        throw new NodeStartError(exit, stderr);
      }),
    ]);
    // Nobody reads what else it prints; a full pipe must not stop it.
    child.stdout.resume();
    return { port, pid: child.pid ?? 0, exited, stderr: () => stderr, kill, stop: () => stop(exited, kill) };
  } finally {
    clearTimeout(timer);
  }
}

const running = new Set<ChildProcess>();

/** A test that is cut off must not leave its node behind. */
function endWithThisProcess(child: ChildProcess): void {
  if (running.size === 0) {
    process.on("exit", killRunning);
    process.on("SIGTERM", exitAtOnce);
  }
  running.add(child);
  child.once("close", () => {
    running.delete(child);
    if (running.size > 0) return;
    process.off("exit", killRunning);
    process.off("SIGTERM", exitAtOnce);
  });
}

function killRunning(): void {
  for (const child of running) child.kill("SIGKILL");
}

function exitAtOnce(): void {
  process.exit(128 + 15);
}

/** The port from the first JSON line that has one. */
async function readPort(output: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input: output })) {
    if (!line.startsWith("{")) continue;
    const { port }: { port?: unknown } = JSON.parse(line);
    if (typeof port === "number") return port;
  }
  return new Promise(() => undefined);
}

async function stop(exited: Promise<NodeExit>, kill: (signal: NodeJS.Signals) => void): Promise<NodeExit> {
  kill("SIGTERM");
  const timer = setTimeout(() => kill("SIGKILL"), stopTimeoutMs);
  try {
    return await exited;
  } finally {
    clearTimeout(timer);
  }
}

/** Resident memory of a process in bytes; undefined where the system has no /proc. */
export function residentBytes(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
