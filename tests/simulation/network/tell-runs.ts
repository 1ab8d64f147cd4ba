import { createSeededRandom } from "../seeded-random.ts";
import { SimulatedNetwork } from "./simulated-network.ts";

/** Prints what happened in the runs of the seeds in the arguments. */
for (const seed of process.argv.slice(2)) {
  const network = new SimulatedNetwork(createSeededRandom(Number(seed)));
  await network.run(200);
  console.log([`seed ${seed}`, ...network.log, JSON.stringify(network.counts)].join("\n"));
}
