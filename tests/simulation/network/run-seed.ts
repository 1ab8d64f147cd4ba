import { createSeededRandom } from "../seeded-random.ts";
import type { PlantedFault } from "./planted-faults.ts";
import { SimulatedNetwork } from "./simulated-network.ts";
import type { SimulationCounts } from "./simulation-counts.ts";

/** Steps of one run: some ten blocks, a few crashes, and one change of the validators on the average. */
const stepCount = 200;
/** The last things that happened before a failure. */
const logLinesMax = 40;

export interface SeedOutcome {
  readonly counts: SimulationCounts;
  /** What went wrong; undefined = nothing. */
  readonly failure: string | undefined;
}

/** Runs the network of one seed. */
export async function runSeed(seed: number, fault?: PlantedFault): Promise<SeedOutcome> {
  const network = new SimulatedNetwork(createSeededRandom(seed), fault);
  try {
    await network.run(stepCount);
    return { counts: network.counts, failure: undefined };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { counts: network.counts, failure: `${text}\n${network.log.slice(-logLinesMax).join("\n")}` };
  }
}

/** The first of the seeds 1 to `count` that finds a planted fault, and how; undefined when none does. */
export async function findFault(
  fault: PlantedFault,
  count: number,
): Promise<{ readonly seed: number; readonly failure: string } | undefined> {
  for (let seed = 1; seed <= count; seed++) {
    const { failure } = await runSeed(seed, fault);
    if (failure !== undefined) return { seed, failure: failure.split("\n", 1).join() };
  }
  return undefined;
}
