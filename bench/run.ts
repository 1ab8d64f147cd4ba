import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installContract } from "@yanta/sdk";
import { createChainFolder, type ChainFolder } from "../tests/support/chain-folder.ts";
import { startNodeProcess, type NodeProcess } from "../tests/support/node-process.ts";
import { buildGoGenerator, type GoGenerator } from "./system/go-generator.ts";
import type { GeneratorJob } from "./system/generator-job.ts";
import { installSeconds } from "./system/install-time.ts";
import { describeMachine, type Load, memoryOf, readLoad } from "./system/machine.ts";
import { type MeasuredRun, runGenerator } from "./system/run-generator.ts";
import { timeToFirstAnswer } from "./system/start-times.ts";
import { median, round } from "./system/statistics.ts";

/** `npm run bench`: see bench/README.md. */
const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    install: { type: "boolean", default: false },
    rounds: { type: "string", default: "3" },
    total: { type: "string", default: "100000" },
  },
});
const rounds = values.quick ? 1 : Number(values.rounds);
const roundCount = values.quick ? 3_000 : 10_000;
const totalCount = values.quick ? 20_000 : Number(values.total);
const sustainedSeconds = values.quick ? 5 : 60;
const latencySeconds = values.quick ? 3 : 15;
/** The mark: committed a second for a minute. */
const sustainedPerSecond = 2_500;

interface Row {
  readonly name: string;
  readonly value: string;
  readonly load: Load;
}

const rows: Row[] = [];
const figures: Record<string, unknown> = {};

function report(name: string, value: string, figure: unknown): void {
  const load = readLoad();
  rows.push({ name, value, load });
  figures[name] = { figure, load };
  process.stdout.write(
    `${name.padEnd(46)} ${value.padEnd(74)} load ${load.average1m}, P-256 ${load.p256VerifyUs} µs\n`,
  );
}

/** The node under test; an interrupted benchmark must not leave it running. */
let killNode = (): void => undefined;
process.on("exit", () => killNode());
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const machine = describeMachine(root);
process.stdout.write(
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Node.js ${machine.node}, commit ${machine.commit}${machine.hasChanges ? " with changes" : ""}\n`,
);
const folder = createChainFolder();
const go = buildGoGenerator();
try {
  await measureStart(folder);
  await measureRounds(folder, go);
  await measureLongRun(go);
  if (values.install) {
    const seconds = installSeconds(root);
    report("install (npm ci, npm's cache as it is)", `${round(seconds, 1)} s`, { seconds });
  }
  mkdirSync(new URL("./results/", import.meta.url), { recursive: true });
  const name = `${machine.date.slice(0, 19).replaceAll(":", "")}-${machine.commit}.json`;
  writeFileSync(
    new URL(`./results/${name}`, import.meta.url),
    `${JSON.stringify({ machine, arguments: process.argv.slice(2), figures }, undefined, 2)}\n`,
  );
  process.stdout.write(`bench/results/${name}\n`);
} finally {
  go?.remove();
  folder.remove();
}

async function measureStart(chain: ChainFolder): Promise<void> {
  await timeToFirstAnswer(chain, process.execPath);
  const direct: number[] = [];
  const launched: number[] = [];
  const outer = olderNode();
  for (let round = 0; round < rounds + 2; round++) {
    direct.push(await timeToFirstAnswer(chain, process.execPath));
    if (outer !== undefined) launched.push(await timeToFirstAnswer(chain, outer));
  }
  report("start to first answer, Node.js 24", `${round(median(direct), 2)} s`, direct);
  if (launched.length > 0)
    report("start to first answer, launcher on older Node.js", `${round(median(launched), 2)} s`, launched);
}

/** Throughput and latency of a node that has warmed up. */
async function measureRounds(chain: ChainFolder, generator: GoGenerator | undefined): Promise<void> {
  const node = await startNode(chain);
  try {
    await installFact(chain, node);
    const several = async (name: string, run: (round: number) => Promise<MeasuredRun> | MeasuredRun): Promise<void> => {
      const runs: MeasuredRun[] = [];
      for (let round = 0; round < rounds; round++) runs.push(await run(round));
      reportRuns(name, runs);
    };
    const own = (label: string, changes: Partial<GeneratorJob>) => (round: number) =>
      runGenerator(job(chain, node, `${label}${round}`, changes), node.pid);
    await own("warm", { count: Math.min(5_000, roundCount) })(0);

    await several("normal async, TypeScript generator", own("a", {}));
    await several("normal sync, TypeScript generator", own("s", { sync: true }));
    if (generator !== undefined) {
      await several("normal async, Go generator", () => generator.run(job(chain, node, "ga", {}), node.pid));
      await several("normal sync, Go generator", () => generator.run(job(chain, node, "gs", { sync: true }), node.pid));
    }
    for (const perSecond of [100, 500]) {
      const changes = { sync: true, perSecond, count: perSecond * latencySeconds, inFlight: 256 };
      await several(`latency at ${perSecond}/s sync, TypeScript generator`, own(`l${perSecond}`, changes));
      if (generator !== undefined) {
        const run = (): MeasuredRun => generator.run(job(chain, node, "gl", changes), node.pid);
        await several(`latency at ${perSecond}/s sync, Go generator`, run);
      }
    }
    await several("worst async (one key, 16 kB), TypeScript", own("w", { shape: "worst", count: roundCount / 5 }));
  } finally {
    await node.stop();
  }
}

/** A fresh chain grows to its size in one run: memory and restart, then the mark of sustained load. */
async function measureLongRun(generator: GoGenerator | undefined): Promise<void> {
  const chain = createChainFolder();
  let node = await startNode(chain);
  try {
    await installFact(chain, node);
    const name = `${totalCount} in a row, ${generator === undefined ? "TypeScript" : "Go"} generator`;
    const fill = job(chain, node, "fill", { count: totalCount });
    reportRuns(name, [generator === undefined ? await runGenerator(fill, node.pid) : generator.run(fill, node.pid)]);
    const memory = memoryOf(node.pid);
    report(
      `memory after ${totalCount} transactions`,
      `${memory.residentMb} MB resident, ${memory.anonymousMb} MB of it not mapped from files`,
      memory,
    );
    await node.stop();
    const restarts: number[] = [];
    for (let round = 0; round < rounds; round++) restarts.push(await timeToFirstAnswer(chain, process.execPath));
    report(
      `restart of a chain of ${totalCount} transactions`,
      `${round(median(restarts), 2)} s to the first answer`,
      restarts,
    );
    node = await startNode(chain);
    if (generator === undefined) return;
    const offered = {
      ...job(chain, node, "gm", { perSecond: sustainedPerSecond, inFlight: 256 }),
      seconds: sustainedSeconds,
    };
    reportRuns(`${sustainedPerSecond}/s offered for ${sustainedSeconds} s, Go generator`, [
      generator.run(offered, node.pid),
    ]);
  } finally {
    await node.stop();
    chain.remove();
  }
}

function job(chain: ChainFolder, node: NodeProcess, label: string, changes: Partial<GeneratorJob>): GeneratorJob {
  return {
    folder: chain.path,
    port: node.port,
    count: roundCount,
    sync: false,
    inFlight: 64,
    label: `${Date.now()}-${label}`,
    shape: "normal",
    ...changes,
  };
}

function startNode(chain: ChainFolder): Promise<NodeProcess> {
  return startNodeProcess({
    folder: chain.path,
    onSpawn: (kill) => {
      killNode = () => kill("SIGKILL");
    },
  });
}

function reportRuns(name: string, runs: readonly MeasuredRun[]): void {
  const middle = (read: (run: MeasuredRun) => number): number => median(runs.map(read));
  const text = [
    `${middle((run) => run.perSecond)}/s`,
    `node ${middle((run) => run.nodeCpuUs)} µs`,
    `generator ${middle((run) => run.generatorCpuUs)} µs`,
    `p50 ${middle((run) => run.commitMs.p50)} p99 ${middle((run) => run.commitMs.p99)} ms`,
  ];
  const lost = runs.reduce((sum, run) => sum + run.lost, 0);
  const refused = runs.reduce((sum, run) => sum + run.refused, 0);
  if (lost > 0) text.push(`LOST ${lost}`);
  if (refused > 0) text.push(`refused ${refused}`);
  report(name, text.join("  "), runs);
}

async function installFact(chain: ChainFolder, node: NodeProcess): Promise<void> {
  const client = chain.connect(node.port, 1, "admin1");
  await installContract(client, {
    name: "fact",
    version: "2.0.0",
    runtime: "WASMER",
    bytecode: readFileSync(new URL("../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url)),
    endorsers: [1, 2, 3].map((org) => chain.signer(org, "admin1")),
  });
  client.transport.close();
}

/** A Node.js in PATH that cannot run Yanta itself, so that the launcher has to hand over. */
function olderNode(): string | undefined {
  const candidates = (process.env["PATH"] ?? "").split(":").map((path) => `${path}/node`);
  return candidates.find((path) => {
    try {
      return (
        Number(
          /^v(\d+)/.exec(
            execFileSync(path, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
          )?.[1],
        ) < 24
      );
    } catch {
      return false;
    }
  });
}
