// `node bench/network/run.ts [--nodes 4] [--seconds 30] [--quick]`: see bench/README.md.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Client, getConsensusState } from "@yanta/sdk";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { startNetwork, type NetworkUnderTest } from "../../tests/network/network-under-test.ts";
import { buildGoGenerator, type GoReport } from "../system/go-generator.ts";
import { cpuOf, describeMachine, readLoad } from "../system/machine.ts";
import { round } from "../system/statistics.ts";

const { values } = parseArgs({
  options: {
    nodes: { type: "string", default: "4" },
    seconds: { type: "string", default: "30" },
    quick: { type: "boolean", default: false },
  },
});
const root = fileURLToPath(new URL("../..", import.meta.url));
const seconds = values.quick ? 8 : Number(values.seconds);
const engine = setUpTool("cometbft");
const generator = buildGoGenerator();
if (engine.kind === "missing" || generator === undefined) {
  process.stderr.write(`${engine.kind === "missing" ? engine.skip : "Go is missing"}\n`);
  process.exit(1);
}
const machine = describeMachine(root);
process.stdout.write(`${machine.cpu}, ${machine.cores} cores, Node.js ${machine.node}, commit ${machine.commit}\n`);
const network = await startNetwork({ count: Number(values.nodes), engine: engine.path, delayMs: "direct" });
const figures: Record<string, unknown> = {};
try {
  const addresses = network.nodes.map(({ client }) => client.transport.address).join(",");
  const conns = String(network.nodes.length);
  const flags = ["-dir", network.folder, "-signers", "4", "-conns", conns, "-addr", addresses];
  const measure = (name: string, argv: readonly string[]): void => {
    const before = cpu(network);
    const load = readLoad();
    const report = generator.measure([...flags, ...argv]);
    const after = cpu(network);
    const perTx = (part: "nodes" | "engines"): number => round((after[part] - before[part]) / report.committed, 0);
    const split = { nodesUs: perTx("nodes"), enginesUs: perTx("engines") };
    figures[name] = { report, split, load };
    process.stdout.write(
      `${name.padEnd(28)} ${describe(report)}  nodes ${split.nodesUs} µs  engines ${split.enginesUs} µs  load ${load.average1m}, P-256 ${load.p256VerifyUs} µs\n`,
    );
  };
  measure("warm", ["-n", "2000", "-clients", "32"]);
  measure("saturation, 64 clients", ["-duration", `${seconds}s`, "-clients", "64"]);
  measure("steady 200/s", ["-duration", `${seconds}s`, "-rate", "200", "-arrival", "constant"]);
  measure("steady 20/s", ["-duration", `${seconds}s`, "-rate", "20", "-arrival", "constant"]);
  await measureIdle(network);
} finally {
  await network.close();
  generator.remove();
}
const results = new URL("../results/", import.meta.url);
mkdirSync(results, { recursive: true });
const name = `network-${machine.date.slice(0, 19).replaceAll(":", "")}-${machine.commit}.json`;
writeFileSync(
  new URL(name, results),
  `${JSON.stringify({ machine, arguments: process.argv.slice(2), figures }, undefined, 2)}\n`,
);
process.stdout.write(`bench/results/${name}\n`);

/** What it costs when nobody sends anything. */
async function measureIdle(net: NetworkUnderTest): Promise<void> {
  const [first] = net.nodes;
  if (first === undefined) return;
  const load = readLoad();
  const [before, heightBefore] = [cpu(net), await engineHeight(first.client)];
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = cpu(net);
  const percentOf = (part: "nodes" | "engines"): number =>
    round((after[part] - before[part]) / net.nodes.length / seconds / 10_000, 1);
  const idle = { nodePercent: percentOf("nodes"), enginePercent: percentOf("engines") };
  const engineBlocks = (await engineHeight(first.client)) - heightBefore;
  figures["idle"] = { ...idle, engineBlocks, seconds, load };
  process.stdout.write(
    `${"idle".padEnd(28)} ${engineBlocks} engine blocks in ${seconds} s  a node ${idle.nodePercent} %, an engine ${idle.enginePercent} % of a core  load ${load.average1m}, P-256 ${load.p256VerifyUs} µs\n`,
  );
}

async function engineHeight(client: Client): Promise<number> {
  const { engine: state } = (await getConsensusState(client)) as { engine?: { engineHeight?: unknown } };
  return Number(state?.engineHeight);
}

/** CPU µs of all nodes and of all engines so far. Linux only. */
function cpu({ nodes }: NetworkUnderTest): { readonly nodes: number; readonly engines: number } {
  const sum = (pids: readonly number[]): number => pids.reduce((total, pid) => total + cpuOf(pid), 0);
  return {
    nodes: sum(nodes.flatMap(({ process: each }) => each?.pid ?? [])),
    engines: sum(nodes.map((node) => node.enginePid())),
  };
}

function describe(report: GoReport): string {
  const { tps, committed, lost, latency_send_to_commit: commit } = report;
  const text = `${Math.round(tps)}/s  ${committed} committed  p50 ${round(commit.p50_ms, 0)} p99 ${round(commit.p99_ms, 0)} ms`;
  return lost > 0 ? `${text}  LOST ${lost}` : text;
}
