import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** A development chain that speaks Ethereum's JSON-RPC, started as a person starts it. */
export interface Contender {
  readonly name: string;
  /** Number of the chain, for signatures. */
  readonly chainId: number;
  /** Program and arguments to serve on a port of loopback; `folder` is empty at first and the contender's own. */
  command(port: number, folder: string): readonly string[];
  /** Take the same folder again for each start, so that only the first start makes keys. */
  readonly keepsFolder: boolean;
}

const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));
const yanta = (port: number, folder: string, ...flags: readonly string[]): readonly string[] => [
  process.execPath,
  launcher,
  "up",
  "--dir",
  `${folder}/chain`,
  "--port",
  "0",
  "--ethereum-port",
  String(port),
  ...flags,
];

const yantaNumber = 0x63_68_61_69_6e_31;

/** `anvil` names Foundry's program; without it the contender is left out. */
export function contenders(anvil: string | undefined): readonly Contender[] {
  return [
    ...(anvil === undefined
      ? []
      : [
          {
            name: "anvil",
            chainId: 31_337,
            keepsFolder: false,
            command: (port: number) => [anvil, "--silent", "--host", "127.0.0.1", "--port", String(port)],
          },
        ]),
    {
      name: "yanta --memory",
      chainId: yantaNumber,
      keepsFolder: true,
      command: (port, folder) => yanta(port, folder, "--memory"),
    },
    { name: "yanta", chainId: yantaNumber, keepsFolder: true, command: (port, folder) => yanta(port, folder) },
  ];
}

/** A chain that runs. */
export interface RunningContender {
  /** Milliseconds from the process's start to the first answer. */
  readonly startMs: number;
  readonly startedAtMs: number;
  ask(method: string, params?: readonly unknown[]): Promise<unknown>;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;

export async function startContender(contender: Contender, folder: string): Promise<RunningContender> {
  const port = await freePort();
  const [program = "", ...args] = contender.command(port, folder);
  const startedAtMs = performance.now();
  const child = spawn(program, args, { stdio: "ignore" });
  const exited = once(child, "close");
  const ask = async (method: string, params: readonly unknown[] = []): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  while (!(await answers(ask))) {
    if (performance.now() - startedAtMs > startTimeoutMs || child.exitCode !== null)
      throw new Error(`${contender.name} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return {
    startMs: performance.now() - startedAtMs,
    startedAtMs,
    ask,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

async function answers(ask: RunningContender["ask"]): Promise<boolean> {
  return ask("eth_chainId").then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
