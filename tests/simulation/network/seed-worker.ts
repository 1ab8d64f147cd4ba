// Runs a range of seeds in a process of its own and sends its parent what came out.
//   node seed-worker.ts FIRST COUNT
import { runSeed } from "./run-seed.ts";
import type { SimulationCounts } from "./simulation-counts.ts";

/** What a worker tells its parent. */
export interface RangeReport {
  /** Sums over all seeds of the range. */
  readonly counts: Readonly<Record<keyof SimulationCounts, number>>;
  readonly failures: readonly string[];
}

const [first = 0, count = 0] = process.argv.slice(2).map(Number);
const sums: Record<string, number> = {};
const failures: string[] = [];
for (let seed = first; seed < first + count; seed++) {
  const { counts, failure } = await runSeed(seed);
  if (failure !== undefined) failures.push(`SIMULATION_SEED=${seed} SIMULATION_SEEDS=1: ${failure}`);
  for (const [name, value] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + value;
}
process.send?.({ counts: sums as RangeReport["counts"], failures } satisfies RangeReport);
process.disconnect();
