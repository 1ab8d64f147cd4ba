import { execFileSync } from "node:child_process";
import { generateKeyPairSync, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, totalmem } from "node:os";
import { round } from "./statistics.ts";

/** Where and on what a figure was measured. */
export interface Machine {
  readonly date: string;
  readonly commit: string;
  /** True when the working tree held changes. */
  readonly hasChanges: boolean;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
}

export function describeMachine(root: string): Machine {
  const git = (...argv: string[]): string => execFileSync("git", argv, { cwd: root, encoding: "utf8" }).trim();
  return {
    date: new Date().toISOString(),
    commit: git("rev-parse", "--short=12", "HEAD"),
    hasChanges: git("status", "--porcelain", "--untracked-files=no", "packages", "bin") !== "",
    node: process.version,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGb: round(totalmem() / 2 ** 30, 1),
    kernel: release(),
  };
}

/** How busy the machine is at a moment. */
export interface Load {
  /** Runnable processes, average of the last minute, this benchmark's own included. */
  readonly average1m: number;
  /** CPU µs of one P-256 verification: 50 on this kind of machine when nothing else runs. */
  readonly p256VerifyUs: number;
}

/** Taken beside each figure: on a busy machine the same work costs more CPU, and verification by the same factor. */
export function readLoad(): Load {
  return { average1m: round(loadavg()[0] ?? 0, 1), p256VerifyUs: verifyCostUs() };
}

function verifyCostUs(): number {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const message = Buffer.alloc(400, 1);
  const signature = sign("sha256", message, privateKey);
  const costs = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    for (let i = 0; i < 500; i++) verify("sha256", message, publicKey, signature);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 500;
  });
  return round(costs.toSorted((a, b) => a - b)[2] ?? 0, 1);
}

/** CPU µs that a process has used so far, all its threads. Linux only. */
export function cpuOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticksPerSecond = 100;
  return ((Number(fields[11]) + Number(fields[12])) * 1_000_000) / ticksPerSecond;
}

/** Resident megabytes of a process: all, and without what is mapped from files. */
export function memoryOf(pid: number): { readonly residentMb: number; readonly anonymousMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const read = (name: string): number =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? 0) / 1024);
  return { residentMb: read("VmRSS"), anonymousMb: read("RssAnon") };
}
