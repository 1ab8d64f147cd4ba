import assert from "node:assert/strict";
import { test } from "node:test";
import { plantedFaults } from "./planted-faults.ts";
import { findFault, runSeed } from "./run-seed.ts";

const firstSeed = Number(process.env["SIMULATION_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const seedCount = Number(process.env["SIMULATION_SEEDS"] ?? 200);
/** Seeds that may pass before a planted fault must be found. */
const faultSeedsMax = 100;

test(`four nodes agree through crashes, failed rounds, forged proposals and changes of who votes (seeds ${firstSeed} to ${firstSeed + seedCount - 1})`, async () => {
  for (let seed = firstSeed; seed < firstSeed + seedCount; seed++) {
    const { failure } = await runSeed(seed);
    assert.equal(failure, undefined, `SIMULATION_SEED=${seed} SIMULATION_SEEDS=1: ${failure}`);
  }
});

for (const fault of plantedFaults) {
  test(`a planted fault is found: ${fault}`, async (context) => {
    const found = await findFault(fault, faultSeedsMax);
    assert.ok(found !== undefined, "no seed found it");
    context.diagnostic(`found by seed ${found.seed}: ${found.failure}`);
  });
}
