import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cliErrors } from "../errors.ts";
import { nodeFolder, type NetworkFolder } from "./network-folder.ts";
import type { NetworkNode } from "./network-files.ts";
import { readNodeFailure } from "./node-failure.ts";

/** Longest a node may take to open its chain and start its engine, on a machine that is busy with all of them. */
const startTimeoutMs = 120_000;
/** A node stops its engine, lets the block in flight become durable and closes its store. */
const stopTimeoutMs = 40_000;

/** A node of this machine in a process of its own. */
export interface RunningNetworkNode {
  readonly node: NetworkNode;
  readonly port: number;
  readonly monitorPort: number | undefined;
  readonly pid: number;
  /** Resolves with the way it ended. */
  readonly ended: Promise<string>;
  readonly logFile: string;
  stop(): Promise<void>;
}

export interface RunNodesOptions {
  /** Flags of `yanta start` for one node. */
  readonly flags: (node: NetworkNode) => readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Starts all nodes of a folder, each in a process of its own with its log in `node.log`; when one cannot start, the
 * others are stopped. They end with this process, however it ends.
 *
 * Errors: CLI_NODE_ENDED.
 */
export async function runNodes(
  network: NetworkFolder,
  options: RunNodesOptions,
): Promise<readonly RunningNetworkNode[]> {
  const started = await Promise.allSettled(network.nodes.map((node) => startNode(network, node, options)));
  const running = started.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const failed = started.find((each) => each.status === "rejected");
  if (failed === undefined) return running;
  await Promise.all(running.map((each) => each.stop()));
  throw failed.reason;
}

/** Starts a node again that ended: its log goes on. Errors: CLI_NODE_ENDED. */
export function startNodeAgain(
  network: NetworkFolder,
  node: NetworkNode,
  options: RunNodesOptions,
): Promise<RunningNetworkNode> {
  return startNode(network, node, { ...options, goesOn: true });
}

async function startNode(
  network: NetworkFolder,
  node: NetworkNode,
  { flags, environment, goesOn = false }: RunNodesOptions & { readonly goesOn?: boolean },
): Promise<RunningNetworkNode> {
  const folder = nodeFolder(network, node);
  const logFile = join(folder, "node.log");
  const log = openSync(logFile, goesOn ? "a" : "w");
  const entry = [...process.execArgv, process.argv[1] ?? ""];
  const command = ["start", "--config", join(folder, "chainmaker.yml"), "--json", ...flags(node)];
  // The launcher's own channel: a node whose parent is killed ends at once (bin/run-node.mjs).
  const child = spawn(process.execPath, [...entry, ...command], {
    cwd: folder,
    stdio: ["ignore", "pipe", log, "ipc"],
    // Ports of the environment are for a single node.
    env: {
      ...environment,
      YANTA_RPC_PORT: "",
      YANTA_MONITOR_PORT: "",
      YANTA_ETHEREUM_PORT: "",
      YANTA_LAUNCHER_PID: String(process.pid),
    },
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  const stop = (): Promise<void> => stopChild(child, ended);
  const timer = setTimeout(() => child.kill("SIGKILL"), startTimeoutMs);
  try {
    const serving = await Promise.race([readServing(child), ended]);
    if (typeof serving === "string") throw nodeEnded(node.name, serving, logFile);
    return { node, ...serving, pid: child.pid ?? 0, ended, logFile, stop };
  } finally {
    clearTimeout(timer);
  }
}

/** What the node's log says weighs more than the way in which it ended. */
function nodeEnded(name: string, how: string, log: string): Error {
  const { reason, advice } = readNodeFailure(log) ?? { reason: how, advice: "" };
  return cliErrors.create("CLI_NODE_ENDED", { name, reason, advice, log });
}

/** Where a node serves, from the line that it prints then. */
async function readServing(child: ChildProcess): Promise<{ port: number; monitorPort: number | undefined }> {
  if (child.stdout === null) return new Promise(() => undefined);
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("{")) continue;
    const { port, monitorPort }: { port?: unknown; monitorPort?: unknown } = JSON.parse(line);
    if (typeof port !== "number") continue;
    child.stdout.resume();
    return { port, monitorPort: typeof monitorPort === "number" ? monitorPort : undefined };
  }
  return new Promise(() => undefined);
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}
