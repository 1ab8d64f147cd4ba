import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { CodedError } from "@yanta/errors";
import { removeEmptyDatabases } from "./empty-databases.ts";
import { engineErrors } from "./errors.ts";
import { logLineLengthMax, restartDelayMsMax, restartDelayMsMin, restartResetMs, stopTimeoutMs } from "./limits.ts";

/** One line of the engine's log. */
export interface EngineLogLine {
  readonly level: "error" | "info" | "debug";
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface EngineProcessOptions {
  /** The program `cometbft`. */
  readonly program: string;
  readonly home: string;
  /** Where it finds the application, and where it serves its RPC: `unix:///path` or `tcp://host:port`. */
  readonly abciAddress: string;
  readonly rpcAddress: string;
  /** host:port where it serves its RPC to other machines, too. */
  readonly openRpcAddress?: string;
  readonly onLog: (line: EngineLogLine) => void;
  /** Told each time it ended without being asked to; it is started again after the pause. */
  readonly onEnd: (ending: { readonly reason: string; readonly restartMs: number }) => void;
}

/** How a process ended, in both languages. */
interface EngineEnding {
  readonly en: string;
  readonly zh: string;
}

/** The engine beside a node: started, watched, started again when it ends, and never left behind. */
export class EngineProcess {
  readonly #options: EngineProcessOptions;
  readonly #stop = new AbortController();
  #child: ChildProcess | undefined;
  #run: Promise<void> | undefined;
  #endedInARow = 0;
  #lastEnding: EngineEnding = { en: "", zh: "" };

  constructor(options: EngineProcessOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Why it does not run, undefined while it does. */
  failure(): CodedError | undefined {
    if (this.#endedInARow === 0 || this.#child !== undefined) return undefined;
    return engineErrors.create("ENGINE_ENDS", { times: this.#endedInARow, reason: this.#lastEnding });
  }

  /** Starts it and goes on watching; resolves when the first process runs. Errors: ENGINE_HOME_DAMAGED. */
  async start(): Promise<void> {
    await endStrayEngine(this.#options.home);
    const first = this.#spawn();
    this.#run = this.#watch(first);
  }

  /** Lets the process end and another begin, as after an end of its own. */
  restart(): void {
    this.#child?.kill("SIGTERM");
  }

  /** Ends it and waits until it is gone. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#child?.kill("SIGTERM");
    const kill = setTimeout(() => this.#child?.kill("SIGKILL"), stopTimeoutMs);
    await this.#run;
    clearTimeout(kill);
    rmSync(pidFile(this.#options.home), { force: true });
  }

  /** Never rejects. */
  async #watch(first: Promise<EngineEnding>): Promise<void> {
    let ending = first;
    for (;;) {
      const startedMs = performance.now();
      const ended = await ending;
      if (this.#stop.signal.aborted) return;
      if (performance.now() - startedMs >= restartResetMs) this.#endedInARow = 0;
      const restartMs = Math.min(restartDelayMsMax, restartDelayMsMin * 2 ** this.#endedInARow);
      this.#endedInARow++;
      this.#lastEnding = ended;
      this.#options.onEnd({ reason: ended.en, restartMs });
      await delay(restartMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      if (this.#stop.signal.aborted) return;
      ending = this.#spawn();
    }
  }

  /** Starts a process; the promise resolves with the way it ended. */
  #spawn(): Promise<EngineEnding> {
    const { program, home, abciAddress, rpcAddress, openRpcAddress, onLog } = this.#options;
    for (const name of removeEmptyDatabases(home))
      onLog({ level: "info", text: "removed an empty database that a stopped start had left", fields: { name } });
    const rpc = openRpcAddress === undefined ? rpcAddress : `${rpcAddress},tcp://${openRpcAddress}`;
    // A socket's file outlives a killed process, and then nobody can listen there.
    if (rpcAddress.startsWith("unix://")) rmSync(rpcAddress.slice("unix://".length), { force: true });
    const child = spawn(
      program,
      ["start", "--home", home, "--proxy_app", abciAddress, "--rpc.laddr", rpc],
      // A group of its own: Ctrl-C at the terminal is for the node, which stops the engine in its turn.
      { stdio: ["ignore", "pipe", "pipe"], detached: process.platform !== "win32" },
    );
    this.#child = child;
    if (child.pid !== undefined) {
      mkdirSync(home, { recursive: true });
      writeFileSync(pidFile(home), `${child.pid}\n`, { mode: 0o600 });
    }
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on("line", (line) => {
        // What it says while it stops is noise: connections that it closes itself.
        if (!this.#stop.signal.aborted) this.#options.onLog(parseLogLine(line));
      });
    }
    return new Promise<EngineEnding>((resolve) => {
      child.once("error", ({ message }) => resolve({ en: message, zh: message }));
      child.once("exit", (code, signal) =>
        resolve(
          signal === null
            ? { en: `exit code ${code}`, zh: `退出码 ${code}` }
            : { en: `signal ${signal}`, zh: `信号 ${signal}` },
        ),
      );
    }).then((ending) => {
      this.#child = undefined;
      return ending;
    });
  }
}

function pidFile(home: string): string {
  return join(home, "engine.pid");
}

/**
 * Ends an engine that a killed node left behind. An engine ends by itself when its node is gone, but not while it
 * waits for its first connection. Another program that has the number now is told by its command line.
 */
async function endStrayEngine(home: string): Promise<void> {
  const pid = readPid(home);
  if (pid === undefined || process.platform === "win32") return;
  const isEngine = async (): Promise<boolean> => {
    try {
      const { stdout } = await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]);
      return stdout.includes(home);
    } catch {
      return false;
    }
  };
  const deadlineMs = performance.now() + stopTimeoutMs;
  while (await isEngine()) {
    process.kill(pid, "SIGKILL");
    if (performance.now() > deadlineMs) {
      const reason = `its engine (process ${pid}) cannot be ended`;
      throw engineErrors.create("ENGINE_HOME_DAMAGED", { path: home, reason });
    }
    await delay(50);
  }
}

function readPid(home: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile(home), "utf8"));
    return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** A JSON line of CometBFT's logger, or plain words (usage, a panic). */
export function parseLogLine(line: string): EngineLogLine {
  const plain = { level: "error" as const, text: line.slice(0, logLineLengthMax), fields: {} };
  if (!line.startsWith("{") || line.length > logLineLengthMax) return plain;
  try {
    const { level, _msg, ts: _time, ...fields }: Record<string, unknown> = JSON.parse(line);
    const known = level === "info" || level === "debug" ? level : "error";
    return { level: known, text: typeof _msg === "string" ? _msg : "", fields };
  } catch {
    return plain;
  }
}
