import { execFileSync, spawnSync } from "node:child_process";
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
  /** Runs it with flags of its own against any nodes; what it reported. */
  measure(argv: readonly string[]): GoReport;
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
  const measure = (argv: readonly string[]): GoReport => runBinary(binary, join(folder, "report.json"), argv);
  return {
    measure,
    run: (job, nodePid) => toRun(measure(flagsOf(job, nodePid))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function flagsOf(job: GeneratorJob & { readonly seconds?: number }, nodePid: number): readonly string[] {
  const argv = ["-dir", job.folder, "-addr", `127.0.0.1:${job.port}`, "-signers", "2", "-pid", String(nodePid)];
  argv.push("-clients", String(job.inFlight), "-mode", job.sync ? "sync" : "async");
  if (job.perSecond !== undefined) argv.push("-rate", String(job.perSecond), "-arrival", "constant");
  if (job.seconds === undefined) argv.push("-n", String(job.count));
  else argv.push("-duration", `${job.seconds}s`);
  return argv;
}

function runBinary(binary: string, report: string, argv: readonly string[]): GoReport {
  rmSync(report, { force: true });
  const { status, stdout, stderr } = spawnSync(binary, [...argv, "-json", report], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the Go generator ended with ${status}\n${stdout}${stderr}`);
  if (!existsSync(report)) throw new Error("the Go generator wrote no report");
  return JSON.parse(readFileSync(report, "utf8")) as GoReport;
}

export interface GoLatency {
  readonly p50_ms: number;
  readonly p99_ms: number;
}

/** The fields of its report that are read here. */
export interface GoReport {
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
