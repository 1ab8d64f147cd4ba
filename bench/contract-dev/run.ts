/**
 * `yanta contract dev`: milliseconds from saving a contract to its tested upgrade on a running chain, and what the command itself says it took.
 *
 * Between two saves lies a pause, as people make it: the process for the next tests starts in it. `--pause 0` measures without.
 *
 * `node bench/contract-dev/run.ts [--saves N] [--pause MS] [--no-evidence]`
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startDevChain } from "../../tests/clients/start-dev-chain.ts";
import { yantaJson } from "../../tests/support/yanta-command.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { values: options } = parseArgs({
  options: {
    saves: { type: "string", default: "20" },
    pause: { type: "string", default: "3000" },
    "no-evidence": { type: "boolean", default: false },
  },
});

interface Round {
  readonly ms: number;
  readonly passed: number;
  readonly failed: number;
  readonly deployed?: string;
}

const dev = await startDevChain();
const folder = mkdtempSync(join(tmpdir(), "yanta-bench-dev-"));
const environment = { YANTA_SDK_CONFIG: dev.sdkConfigs[0] ?? "" };
const samples: { readonly saved: number; readonly told: number }[] = [];
try {
  await yantaJson(["contract", "new", "book"], { folder });
  const child = spawn(process.execPath, [join(root, "bin/yanta.mjs"), "contract", "dev", "book", "--json"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...environment },
  });
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const round = async (): Promise<Round> => JSON.parse(String((await lines.next()).value)) as Round;
    await round();
    const source = join(folder, "book/assembly/index.ts");
    const text = readFileSync(source, "utf8");
    for (let save = 0; save < Number(options.saves) + 2; save++) {
      await setTimeout(Number(options.pause));
      const begun = performance.now();
      writeFileSync(source, `${text}\n/** @query */\nexport function saved(): string {\n  return "${save}";\n}\n`);
      const { ms, passed, failed, deployed } = await round();
      if (failed > 0 || passed === 0 || deployed === undefined) throw new Error(`save ${save} was not deployed`);
      // The first two warm the compiler up.
      if (save >= 2) samples.push({ saved: performance.now() - begun, told: ms });
    }
  } finally {
    child.kill("SIGINT");
  }
} finally {
  await dev.stop();
  rmSync(folder, { recursive: true, force: true });
}

function spread(values: readonly number[]): Record<"median" | "p90" | "max", number> {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return { median: at(0.5), p90: at(0.9), max: at(1) };
}

const results = {
  "from save to result, ms": spread(samples.map(({ saved }) => saved)),
  "as told, ms": spread(samples.map(({ told }) => told)),
};
console.table(results);
if (!options["no-evidence"]) {
  const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  const machine = {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    node: process.version,
    load: loadavg()[0],
  };
  writeFileSync(
    join(root, "bench/contract-dev/results.json"),
    `${JSON.stringify({ subject: "yanta contract dev, the contract of `yanta contract new`", commit, machine, saves: samples.length, pauseMs: Number(options.pause), results }, undefined, 2)}\n`,
  );
}
