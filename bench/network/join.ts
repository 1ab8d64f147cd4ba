// `node bench/network/join.ts [--nodes 4] [--blocks 10000]`: see bench/README.md.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { getChainInfo, getConsensusState, invokeContract, type Client } from "@yanta/sdk";
import { findFreePorts } from "../../packages/cli/src/network/free-ports.ts";
import { clientAt, letIn, makeFurtherFolder, startFurther } from "../../tests/network/further-node.ts";
import {
  type NetworkUnderTest,
  type NodeUnderTest,
  type NodeYaml,
  startNetwork,
} from "../../tests/network/network-under-test.ts";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { buildGoGenerator, type GoGenerator } from "../system/go-generator.ts";
import { cpuOf, describeMachine, readLoad } from "../system/machine.ts";
import { round } from "../system/statistics.ts";

const { values } = parseArgs({
  options: { nodes: { type: "string", default: "4" }, blocks: { type: "string", default: "10000" } },
});
const blockCount = BigInt(values.blocks);
/** Longest wait for a node that joins or comes back. */
const levelTimeoutMs = 15 * 60_000;
/** How long a node that was killed is away. */
const missedSeconds = 10;
const pollMs = 50;

const root = fileURLToPath(new URL("../..", import.meta.url));
const engine = setUpTool("cometbft");
const generator = buildGoGenerator();
if (engine.kind === "missing" || generator === undefined) {
  process.stderr.write(`${engine.kind === "missing" ? engine.skip : "Go is missing"}\n`);
  process.exit(1);
}
const machine = describeMachine(root);
process.stdout.write(`${machine.cpu}, ${machine.cores} cores, Node.js ${machine.node}, commit ${machine.commit}\n`);
const ports = await findFreePorts(2);
const servers = ports.map((port) => `127.0.0.1:${port}`);
const network = await startNetwork({
  count: Number(values.nodes),
  engine: engine.path,
  delayMs: "direct",
  configure: (number, yaml) => {
    const server = servers[number - 1];
    if (server !== undefined) yaml.engine["rpc_address"] = server;
  },
});
const [first] = network.nodes;
if (first === undefined) throw new Error("a network without nodes");
const figures: Record<string, unknown> = {};
try {
  const height = await fill(network, generator, first.client);
  const { engineHeight, engineHash } = (await getConsensusState(first.client))["engine"] as Record<string, unknown>;
  const state_sync = {
    servers,
    height: engineHeight,
    hash: engineHash,
  };
  for (let i = 0; i < 5; i++) await save(first.client, `behind_the_snapshot_${i}`);
  report(
    "join from a snapshot",
    await measureJoin(network, engine.path, (yaml) => (yaml.engine["state_sync"] = state_sync)),
  );
  report("join block by block", await measureJoin(network, engine.path, () => undefined));
  report("back after kill -9", await measureRecovery(network, generator));
  figures["height"] = Number(height);
} finally {
  await network.close();
  generator.remove();
}
const results = new URL("../results/", import.meta.url);
mkdirSync(results, { recursive: true });
const name = `join-${machine.date.slice(0, 19).replaceAll(":", "")}-${machine.commit}.json`;
writeFileSync(
  new URL(name, results),
  `${JSON.stringify({ machine, arguments: process.argv.slice(2), figures }, undefined, 2)}\n`,
);
process.stdout.write(`bench/results/${name}\n`);

interface Caught {
  /** From the start of the process until it has the height that the others had then. */
  readonly seconds: number;
  readonly height: number;
  /** CPU seconds of the node in that time; its engine's are not in it. */
  readonly nodeCpuSeconds: number;
}

/** Brings the chain to its height, in blocks of a few transactions. */
async function fill({ folder, nodes }: NetworkUnderTest, go: GoGenerator, client: Client): Promise<bigint> {
  const flags = loadFlags(folder, nodes);
  for (;;) {
    const height = (await getChainInfo(client)).blockHeight;
    if (height >= blockCount) return height;
    process.stdout.write(`block ${height}\n`);
    go.measure([...flags, "-duration", "20s", "-rate", "100", "-arrival", "constant"]);
  }
}

async function measureJoin(net: NetworkUnderTest, program: string, change: (yaml: NodeYaml) => void): Promise<Caught> {
  const folder = makeFurtherFolder(net, (yaml) => {
    delete yaml.engine["rpc_address"];
    change(yaml);
  });
  try {
    await letIn(net, folder);
    const startedMs = performance.now();
    const node = await startFurther(folder, program);
    const client = clientAt(net, node.port);
    try {
      return await untilLevelWith(net, client, node.pid, startedMs);
    } finally {
      client.transport.close();
      await node.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(net.folder, "sdk_node5.yml"), { force: true });
  }
}

/** The last node dies, and is away for some seconds while transactions come to the others, if they can go on without it. */
async function measureRecovery(net: NetworkUnderTest, go: GoGenerator): Promise<Caught> {
  const victim = net.nodes.at(-1);
  if (victim === undefined) throw new Error("a network without nodes");
  const others = net.nodes.slice(0, -1);
  await victim.kill();
  const hasQuorum = 3 * others.length > 2 * net.nodes.length;
  if (hasQuorum) {
    const flags = loadFlags(net.folder, others);
    go.measure([...flags, "-duration", `${missedSeconds}s`, "-rate", "50", "-arrival", "constant"]);
  }
  const startedMs = performance.now();
  await victim.start();
  return untilLevelWith(net, victim.client, victim.process?.pid ?? 0, startedMs);
}

function loadFlags(folder: string, nodes: readonly NodeUnderTest[]): readonly string[] {
  const count = String(nodes.length);
  const addresses = nodes.map((node) => node.client.transport.address).join(",");
  const organisations = nodes.map(({ number }) => number).join(",");
  return ["-dir", folder, "-orgs", organisations, "-signers", count, "-conns", count, "-addr", addresses];
}

async function untilLevelWith(net: NetworkUnderTest, client: Client, pid: number, startedMs: number): Promise<Caught> {
  const heights = await Promise.all(
    net.nodes.filter((node) => node.client !== client).map((node) => getChainInfo(node.client)),
  );
  const wanted = heights.reduce((most, { blockHeight }) => (blockHeight > most ? blockHeight : most), 1n);
  for (;;) {
    const height = await getChainInfo(client).then(
      ({ blockHeight }) => blockHeight,
      () => 0n,
    );
    const passedMs = performance.now() - startedMs;
    if (height >= wanted)
      return { seconds: round(passedMs / 1000, 1), height: Number(height), nodeCpuSeconds: round(cpuOf(pid) / 1e6, 1) };
    if (passedMs > levelTimeoutMs) throw new Error(`it stays at block ${height} of ${wanted}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function save(client: Client, key: string): Promise<void> {
  const parameters = { file_hash: key, file_name: key, time: "1" };
  await invokeContract(client, { contract: "fact", method: "save", parameters });
}

function report(what: string, caught: Caught): void {
  const load = readLoad();
  figures[what] = { ...caught, load };
  process.stdout.write(
    `${what.padEnd(24)} ${caught.seconds} s to block ${caught.height}, node ${caught.nodeCpuSeconds} s of CPU  load ${load.average1m}, P-256 ${load.p256VerifyUs} µs\n`,
  );
}
