/**
 * The directory's index without a chain: rows a second, questions in milliseconds, memory.
 *
 * `node bench/directory/index.ts --entries 5000,50000 [--rounds 5] [--search-only] [--postgres [--settings shared_buffers=1GB]]`
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { startPostgres, type PostgresServer } from "../../tests/support/postgres-server.ts";
import { describeMachine, readLoad } from "../system/machine.ts";
import { round } from "../system/statistics.ts";
import { askQuestions } from "./ask-questions.ts";
import { indexCity, indexSearchOnly } from "./index-blocks.ts";

const { values } = parseArgs({
  options: {
    entries: { type: "string", default: "5000" },
    rounds: { type: "string", default: "5" },
    "search-only": { type: "boolean", default: false },
    postgres: { type: "boolean", default: false },
    settings: { type: "string", multiple: true, default: [] },
  },
});
const root = fileURLToPath(new URL("../../", import.meta.url));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
const machine = describeMachine(root);
const results: object[] = [];

for (const entries of values.entries.split(",").map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), "yanta-bench-directory-"));
  const server = values.postgres ? await startServer() : undefined;
  try {
    const size = { departments: 80, districts: 16, systems: 2_700, entries };
    const { store, seconds, cpuSeconds } = await (values["search-only"] ? indexSearchOnly : indexCity)(
      server?.url ?? folder,
      size,
    );
    const [database] = await store.query<{ bytes: number }>("SELECT pg_database_size(current_database()) AS bytes");
    const times = await askQuestions(store, Number(values.rounds), () =>
      server === undefined ? 0 : cpuMsOf(server.pid),
    );
    const result = {
      database: store.kind,
      entries,
      isSearchOnly: values["search-only"],
      entriesPerSecond: Math.round(entries / seconds),
      seconds: round(seconds, 1),
      cpuSeconds: round(cpuSeconds, 1),
      search: times,
      databaseMb: mb(database?.bytes ?? 0),
      serviceMb: mb(process.memoryUsage.rss()),
      databaseMemoryMb: server === undefined ? undefined : mb(memoryOf(server.pid)),
      load: readLoad(),
    };
    results.push(result);
    process.stdout.write(`${JSON.stringify(result, undefined, 1)}\n`);
    await store.close();
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const stamp = machine.date.slice(0, 19).replaceAll(":", "");
const file = join(root, "bench/results", `directory-index-${stamp}-${machine.commit}.json`);
mkdirSync(join(root, "bench/results"), { recursive: true });
writeFileSync(file, `${JSON.stringify({ machine, settings: values.settings, results }, undefined, 1)}\n`);
process.stdout.write(`${file}\n`);

async function startServer(): Promise<PostgresServer> {
  const tool = setUpTool("postgres");
  if (tool.kind === "missing") throw new Error(tool.skip);
  return startPostgres(tool.path, values.settings);
}

/** Memory of a PostgreSQL server: of its processes, what they share counted once (proportional set size). */
function memoryOf(pid: number): number {
  return processesOf(pid).reduce((sum, name) => sum + pssOf(name), 0);
}

/** CPU that a server's processes have used, in milliseconds of ten-millisecond ticks. */
function cpuMsOf(pid: number): number {
  const ticksOf = (name: string): number => {
    const fields = readProc(name, "stat").split(") ")[1]?.split(" ") ?? [];
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  };
  return processesOf(pid).reduce((sum, name) => sum + 10 * ticksOf(name), 0);
}

/** A server's process and those that it started. */
function processesOf(pid: number): readonly string[] {
  const isOf = (other: string): boolean => other === String(pid) || parentOf(other) === String(pid);
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isOf(name));
}

function parentOf(pid: string): string | undefined {
  return /^PPid:\s*(\d+)/m.exec(readProc(pid, "status"))?.[1];
}

function pssOf(pid: string): number {
  return Number(/^Pss:\s*(\d+) kB/m.exec(readProc(pid, "smaps_rollup"))?.[1] ?? 0) * 1024;
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function mb(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
