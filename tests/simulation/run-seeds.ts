// Runs the simulated network on many seeds and writes bench/evidence/simulation.json.
//   node tests/simulation/run-seeds.ts [--seeds 10000] [--seed FIRST] [--parallel 2]
import { fork } from "node:child_process";
import { parseArgs } from "node:util";
import { mapInParallel } from "../../tools/map-in-parallel.ts";
import { roomsDigest } from "../evidence/rooms.ts";
import { root, writeEvidence } from "../evidence/write-evidence.ts";
import { plantedFaults } from "./network/planted-faults.ts";
import { findFault } from "./network/run-seed.ts";
import type { RangeReport } from "./network/seed-worker.ts";

/** All that is ours between a client's transaction and the disk; crypto and wire formats have runs of their own. */
const rooms = [
  "packages/chain/src",
  "packages/consensus/src",
  "packages/identity/src",
  "packages/storage/src",
  "packages/system-contracts/src",
];
/** A process for so many seeds: what one leaves in memory ends with it. */
const seedsPerProcess = 100;
/** Seeds that may pass before a planted fault must be found. */
const faultSeedsMax = 100;
const firstSeedEnd = 2 ** 31;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Math.floor(Math.random() * firstSeedEnd)) },
    parallel: { type: "string", default: "2" },
  },
});
const count = Number(values.seeds);
const first = Number(values.seed);
const parallel = Number(values.parallel);
if (![count, first, parallel].every(Number.isSafeInteger) || count < 1 || first < 0 || parallel < 1)
  throw new TypeError("--seeds, --seed and --parallel take whole numbers");

const startedAt = new Date();
const digest = roomsDigest(root, rooms);
const command = `node tests/simulation/run-seeds.ts --seeds ${count} --seed ${first} --parallel ${parallel}`;
console.log(command);

const failures: string[] = [];
const foundBySeed: Record<string, number | undefined> = {};
for (const fault of plantedFaults) {
  const found = await findFault(fault, faultSeedsMax);
  foundBySeed[fault] = found?.seed;
  if (found === undefined) failures.push(`no seed found the planted fault ${fault}`);
}

const sums: Record<string, number> = {};
let done = 0;
const ranges = Array.from({ length: Math.ceil(count / seedsPerProcess) }, (_, index) => index * seedsPerProcess);
await mapInParallel(ranges, parallel, async (offset) => {
  const size = Math.min(seedsPerProcess, count - offset);
  const report = await runRange(first + offset, size);
  failures.push(...report.failures);
  for (const [name, value] of Object.entries(report.counts)) sums[name] = (sums[name] ?? 0) + value;
  done += size;
  console.log(`${done} of ${count} seeds, ${failures.length} failures`);
});

for (const failure of failures) console.error(failure);
const counts = { seeds: done, ...sums, plantedFaultsFoundBySeed: foundBySeed };
console.log(writeEvidence({ name: "simulation", command, seed: first, startedAt, rooms, failures, counts }, digest));
process.exitCode = failures.length > 0 ? 1 : 0;

async function runRange(from: number, size: number): Promise<RangeReport> {
  const child = fork(new URL("network/seed-worker.ts", import.meta.url), [String(from), String(size)]);
  let report: RangeReport | undefined;
  child.once("message", (message) => (report = message as RangeReport));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return report ?? { counts: {} as RangeReport["counts"], failures: [`the seeds from ${from} on ended with ${code}`] };
}
