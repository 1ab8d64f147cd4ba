import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFreePorts } from "../../packages/cli/src/network/free-ports.ts";
import { findMissingLine } from "./expected-output.ts";
import type { Guide, GuideStep } from "./read-guide.ts";

export interface RunGuideOptions {
  /** Parts of the guide to run beside what belongs to none. */
  readonly parts?: readonly string[];
  /** Folders of programs, before those of PATH. */
  readonly programs?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Longest for a step on a busy machine. */
const stepTimeoutMs = 150_000;
/** Ports that the guides name; each run takes free ones in their place. The last is the first of a network's: its nodes take the next ones too. */
const namedPorts = ["14321", "8545", "12301"] as const;
const networkNodes = 4;

interface Background {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

/** Does what a guide says, in order, in a new folder where `yanta` is in PATH; throws at the first step that differs. */
export async function runGuide(guide: Guide, options: RunGuideOptions = {}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "yanta-guide-"));
  const ports = await findFreePorts(namedPorts.length - 1 + networkNodes);
  const place = (text: string): string =>
    namedPorts.reduce((placed, named, index) => placed.replaceAll(named, String(ports[index])), text);
  const run = { folder: join(folder, "work"), environment: environmentOf(guide, folder, ports, options), place };
  const background = new Map<string, Background>();
  try {
    prepareFolder(folder);
    for (const step of guide.steps) {
      if (step.part !== "" && !(options.parts ?? []).includes(step.part)) continue;
      await runStep(step, run, background).catch((error: unknown) => {
        const told = [...background].map(([name, { output }]) => `---- ${name}\n${output()}`).join("\n");
        throw new Error(
          `${guide.language}/${guide.name}.md, line ${step.line}: ${error instanceof Error ? error.message : String(error)}\n${told}`,
          { cause: error },
        );
      });
    }
    if (background.size > 0) throw new Error(`${guide.name}.md never stops ${[...background.keys()].join(", ")}`);
  } finally {
    for (const { child, ended } of background.values()) {
      stopGroup(child, "SIGKILL");
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Run {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly place: (text: string) => string;
}

async function runStep(step: GuideStep, run: Run, background: Map<string, Background>): Promise<void> {
  switch (step.kind) {
    case "file":
      mkdirSync(dirname(join(run.folder, step.path)), { recursive: true });
      writeFileSync(join(run.folder, step.path), run.place(step.content));
      return;
    case "background":
      background.set(step.name, await startBackground(step.script, step.expected, run));
      return;
    case "stop": {
      const process = background.get(step.name);
      if (process === undefined) throw new Error(`nothing is called ${step.name}`);
      background.delete(step.name);
      stopGroup(process.child, "SIGINT");
      const code = await process.ended;
      if (code !== 0) throw new Error(`${step.name} ended with ${code}\n${process.output()}`);
      return;
    }
    case "command":
    case "failure": {
      const process = startScript(step.script, run);
      const timer = setTimeout(() => stopGroup(process.child, "SIGKILL"), stepTimeoutMs);
      const code = await process.ended;
      clearTimeout(timer);
      if ((code === 0) !== (step.kind === "command"))
        throw new Error(`${step.script}\nended with ${code}\n${process.output()}`);
      requireLines(process.output(), step.expected, run);
      return;
    }
  }
}

/** Starts a script and waits until it has printed what the guide shows. */
async function startBackground(script: string, expected: readonly string[], run: Run): Promise<Background> {
  const process = startScript(script, run);
  const isShown = (): boolean =>
    findMissingLine(
      process.output(),
      expected.map((line) => run.place(line)),
    ) === undefined;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("not shown in time")), stepTimeoutMs);
    const look = (): void => {
      if (isShown()) resolve();
    };
    process.child.stdout?.on("data", look);
    process.child.stderr?.on("data", look);
    void process.ended.then((code) => reject(new Error(`ended with ${code}`)));
    void process.ended.finally(() => clearTimeout(timer));
    look();
  }).catch((error: unknown) => {
    stopGroup(process.child, "SIGKILL");
    throw new Error(`${script}\n${error instanceof Error ? error.message : String(error)}\n${process.output()}`);
  });
  return process;
}

function startScript(script: string, run: Run): Background {
  // A group of its own, as a terminal makes one: Ctrl+C reaches all of it.
  const child = spawn("bash", ["-e", "-c", run.place(script)], {
    cwd: run.folder,
    env: run.environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", (code) => resolve(code));
  });
  return { child, output: () => output, ended };
}

function stopGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has just ended by itself.
  }
}

function requireLines(output: string, expected: readonly string[], run: Run): void {
  const missing = findMissingLine(
    output,
    expected.map((line) => run.place(line)),
  );
  if (missing !== undefined) throw new Error(`the output lacks "${missing}":\n${output}`);
}

/** `work` is the reader's folder; `bin` holds `yanta`, this Node.js, and what a machine with only Node.js may lack. */
function prepareFolder(folder: string): void {
  mkdirSync(join(folder, "work"));
  mkdirSync(join(folder, "bin"));
  symlinkSync(process.execPath, join(folder, "bin/node"));
  writeProgram(join(folder, "bin/yanta"), `exec "${process.execPath}" "${join(root, "bin/yanta.mjs")}" "$@"`);
  writeProgram(
    join(folder, "bin/curl"),
    `exec "${process.execPath}" --input-type=module -e 'console.log((await (await fetch(process.argv.at(-1))).text()).trimEnd())' -- "$@"`,
  );
  // A chain as ChainMaker's release lays it out, for the guide that begins with one; and packages, as in the repository.
  cpSync(
    join(root, "third_party/chainmaker-testdata/testdata-chainmaker-layout"),
    join(folder, "work/chainmaker-v2.3.7"),
    { recursive: true },
  );
  mkdirSync(join(folder, "work/chainmaker-v2.3.7/bin"), { recursive: true });
  const contract = "rust-fact-2.0.0.wasm";
  cpSync(join(root, "third_party/chainmaker-contracts", contract), join(folder, "work/chainmaker-v2.3.7", contract));
  symlinkSync(join(root, "node_modules"), join(folder, "work/node_modules"), "dir");
}

function writeProgram(path: string, line: string): void {
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o755);
}

function environmentOf(
  guide: Guide,
  folder: string,
  ports: readonly number[],
  options: RunGuideOptions,
): NodeJS.ProcessEnv {
  const { LC_ALL: _all, LC_MESSAGES: _messages, npm_execpath: _npm, ...inherited } = process.env;
  return {
    ...inherited,
    LANG: guide.language === "zh" ? "zh_CN.UTF-8" : "C.UTF-8",
    YANTA_RPC_PORT: String(ports[2]),
    YANTA_ETHEREUM_PORT: String(ports[1]),
    ...options.environment,
    PATH: [...(options.programs ?? []), join(folder, "bin"), process.env["PATH"] ?? ""].join(delimiter),
  };
}
