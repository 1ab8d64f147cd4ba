import { createRandom, type Random } from "../support/random.ts";
import { parseNetwork, type DeclaredNetwork } from "./read-network.ts";

const stepsMax = 6;

/** A network made of a seed: size, lines and what happens to whom. The same seed gives the same network. */
export function randomNetwork(seed: number): DeclaredNetwork {
  const random = createRandom(seed);
  const nodes = random.pick([1, 4, 4, 4, 7]);
  const step = Array.from({ length: 1 + random.below(stepsMax) }, () => {
    const count = Math.min(nodes, random.pick([1, 1, 1, 2, nodes]));
    const hit = new Set<number>();
    while (hit.size < count) hit.add(1 + random.below(nodes));
    const progress = random.pick([0, 5, 20]);
    return { ...randomFault(random, 3 * count < nodes), nodes: [...hit].toSorted((a, b) => a - b), progress };
  });
  const delay = random.pick([0, 0, 20, 100]);
  return parseNetwork(`seed ${seed}`, { nodes, in_flight: random.pick([1, 4, 16]), delay_ms: delay, step });
}

/** Those that need no disk of their own. Clocks that differ by more than the chain tolerates may be those of less than a third. */
function randomFault(random: Random, isFew: boolean): Record<string, unknown> {
  const skewMs = isFew ? [-300_000, -20_000, 20_000, 300_000] : [-10_000, 10_000];
  return random.pick([
    { kind: "kill" },
    { kind: "kill-engine" },
    { kind: "pause" },
    { kind: "disconnect" },
    { kind: "restart" },
    { kind: "clock-skew", skew_ms: random.pick(skewMs) },
    { kind: "slow-fsync", fsync_ms: random.pick([20, 200, 1_000]) },
    { kind: "loss", percent: random.pick([1, 5, 20]) },
    { kind: "reorder", jitter_ms: random.pick([50, 300]) },
    { kind: "bandwidth", bytes_per_second: random.pick([50_000, 1_000_000]) },
  ]);
}
