import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import type { CodedError } from "@yanta/errors";
import { removeEmptyDatabases } from "./empty-databases.ts";
import { endingOf, type EngineEnding } from "./engine-ending.ts";
import { guardEngine } from "./engine-guard.ts";
import { engineErrors } from "./errors.ts";
import { logLineLengthMax, restartDelayMsMax, restartDelayMsMin, restartResetMs, stopTimeoutMs } from "./limits.ts";
import { endStrayEngine, pidFile } from "./stray-engine.ts";

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
    const { en, zh, error } = this.#lastEnding;
    return error ?? engineErrors.create("ENGINE_ENDS", { times: this.#endedInARow, reason: { en, zh } });
  }

  /** Starts it and goes on watching; resolves when the first process runs. Errors: ENGINE_STRAY. */
  async start(): Promise<void> {
    await endStrayEngine(this.#options.home);
    const first = this.#spawn();
    this.#run = this.#watch(first);
  }

  /** Lets the process end and another begin, as after an end of its own. */
  restart(): void {
    this.#end();
  }

  /** Ends it and waits until it is gone. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#end();
    await this.#run;
    rmSync(pidFile(this.#options.home), { force: true });
  }

  /** By force when it does not listen: an engine that is caught in its own shutdown hears no SIGTERM any more. */
  #end(): void {
    const child = this.#child;
    child?.kill("SIGTERM");
    const force = setTimeout(() => child?.kill("SIGKILL"), stopTimeoutMs);
    if (child === undefined) clearTimeout(force);
    child?.once("close", () => clearTimeout(force));
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
    const guard = child.pid === undefined ? undefined : guardEngine(child.pid);
    if (child.pid !== undefined) {
      mkdirSync(home, { recursive: true });
      writeFileSync(pidFile(home), `${child.pid}\n`, { mode: 0o600 });
    }
    let lastWords = "";
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on("line", (text) => {
        if (!text.startsWith("{")) lastWords = text;
        // What it says while it stops is noise: connections that it closes itself.
        if (!this.#stop.signal.aborted) this.#options.onLog(parseLogLine(text));
      });
    }
    return new Promise<EngineEnding>((resolve) => {
      child.once("error", ({ message }) => resolve({ en: message, zh: message }));
      // Not "exit": its last words may still be on their way then.
      child.once("close", (code, signal) => resolve(endingOf({ code, signal, lastWords, home })));
    }).then((ending) => {
      guard?.release();
      this.#child = undefined;
      return ending;
    });
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
