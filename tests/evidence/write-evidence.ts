import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { roomsDigest } from "./rooms.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/** Folder of the records, relative to the root. */
export const evidenceFolder = "bench/evidence";

export interface EvidenceInput {
  /** Of the file, without `.json`. */
  readonly name: string;
  /** What was run; somebody who runs it again gets a record of the same kind. */
  readonly command: string;
  readonly seed: number;
  readonly startedAt: Date;
  /** Folders and files whose later change makes the record old. */
  readonly rooms: readonly string[];
  readonly failures: readonly string[];
  readonly counts: Readonly<Record<string, unknown>>;
}

/** Writes the record of a long run. `roomsDigest` was taken when the run started, over the code that ran. */
export function writeEvidence(input: EvidenceInput, digestAtStart: string): string {
  if (roomsDigest(root, input.rooms) !== digestAtStart)
    throw new Error("the code changed while the run was under way: its record would be of no code");
  const path = join(root, evidenceFolder, `${input.name}.json`);
  const record = {
    name: input.name,
    command: input.command,
    commit: commit(),
    seed: input.seed,
    startedAt: input.startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model ?? "",
      cpus: cpus().length,
      memoryBytes: totalmem(),
      platform: process.platform,
      node: process.version,
      load: loadavg()[0],
    },
    rooms: input.rooms,
    roomsDigest: digestAtStart,
    counts: input.counts,
    failures: input.failures,
  };
  mkdirSync(join(root, evidenceFolder), { recursive: true });
  writeFileSync(path, `${JSON.stringify(record, undefined, 2)}\n`);
  return path;
}

function commit(): string {
  return execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
}
