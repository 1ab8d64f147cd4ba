import assert from "node:assert/strict";
import { test } from "node:test";
import { createSeededRandom } from "../seeded-random.ts";
import { plantedFaults, type PlantedFault } from "./planted-faults.ts";
import { SimulatedNetwork } from "./simulated-network.ts";

const firstSeed = Number(process.env["SIMULATION_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const seedCount = Number(process.env["SIMULATION_SEEDS"] ?? 60);
const stepCount = 250;

/** What went wrong with a seed; undefined = nothing. */
async function failureOf(seed: number, fault?: PlantedFault): Promise<string | undefined> {
  const network = new SimulatedNetwork(createSeededRandom(seed), fault);
  try {
    await network.run(stepCount);
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return `${text}\n${network.log.slice(-40).join("\n")}`;
  }
}

test(`four nodes agree through crashes, failed rounds and forged proposals (seeds ${firstSeed} to ${firstSeed + seedCount - 1})`, async () => {
  for (let seed = firstSeed; seed < firstSeed + seedCount; seed++) {
    const failure = await failureOf(seed);
    assert.equal(failure, undefined, `SIMULATION_SEED=${seed} SIMULATION_SEEDS=1: ${failure}`);
  }
});

for (const fault of plantedFaults) {
  test(`a planted fault is found: ${fault}`, async (context) => {
    for (let seed = 1; seed <= 100; seed++) {
      const failure = await failureOf(seed, fault);
      if (failure === undefined) continue;
      context.diagnostic(`found by seed ${seed}: ${failure.split("\n", 1).join()}`);
      return;
    }
    assert.fail("no seed found it");
  });
}
