import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GeneratorJob } from "./generator-job.ts";
import type { MeasuredRun } from "./run-generator.ts";
import { round } from "./statistics.ts";

const source = fileURLToPath(new URL("../load", import.meta.url));

/** The neutral generator of bench/load, built into a temporary folder. */
export interface GoGenerator {
  run(job: GeneratorJob & { readonly seconds?: number }, nodePid: number): MeasuredRun;
  remove(): void;
}

/** Undefined when there is no `go` in PATH or its modules cannot be had. */
export function buildGoGenerator(): GoGenerator | undefined {
  const folder = mkdtempSync(join(tmpdir(), "yanta-bench-go-"));
  const binary = join(folder, "load");
  try {
    execFileSync("go", ["build", "-o", binary, "."], { cwd: source, stdio: "ignore" });
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
  return {
    run: (job, nodePid) => run(binary, join(folder, "report.json"), job, nodePid),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function run(
  binary: string,
  report: string,
  job: GeneratorJob & { readonly seconds?: number },
  nodePid: number,
): MeasuredRun {
  const argv = [
    "-dir",
    job.folder,
    "-addr",
    `127.0.0.1:${job.port}`,
    "-signers",
    "2",
    "-pid",
    String(nodePid),
    "-json",
    report,
  ];
  argv.push("-clients", String(job.inFlight), "-mode", job.sync ? "sync" : "async");
  if (job.perSecond !== undefined) argv.push("-rate", String(job.perSecond), "-arrival", "constant");
  if (job.seconds === undefined) argv.push("-n", String(job.count));
  else argv.push("-duration", `${job.seconds}s`);
  execFileSync(binary, argv, { stdio: "ignore" });
  if (!existsSync(report)) throw new Error("the Go generator wrote no report");
  return toRun(JSON.parse(readFileSync(report, "utf8")));
}

interface GoLatency {
  readonly p50_ms: number;
  readonly p99_ms: number;
}

/** The fields of its report that are read here. */
interface GoReport {
  readonly offered: number;
  readonly accepted: number;
  readonly committed: number;
  readonly lost: number;
  readonly tps: number;
  readonly latency_rpc: GoLatency;
  readonly latency_send_to_commit: GoLatency;
  readonly generator_cpu_us_per_tx: number;
  readonly processes: readonly { readonly cpu_us_per_committed_tx: number }[];
}

function toRun(report: GoReport): MeasuredRun {
  const latency = ({ p50_ms, p99_ms }: GoLatency) => ({ p50: round(p50_ms, 2), p99: round(p99_ms, 2) });
  return {
    sent: report.offered,
    refused: report.offered - report.accepted,
    committed: report.committed,
    lost: report.lost,
    perSecond: Math.round(report.tps),
    rpcMs: latency(report.latency_rpc),
    commitMs: latency(report.latency_send_to_commit),
    nodeCpuUs: round(report.processes[0]?.cpu_us_per_committed_tx ?? 0, 1),
    generatorCpuUs: round(report.generator_cpu_us_per_tx, 1),
  };
}
