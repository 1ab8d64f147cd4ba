import { createRandom } from "../support/random.ts";
import { parseNetwork, type DeclaredNetwork } from "./read-network.ts";

const stepsMax = 6;
/** Those that need no disk of their own. */
const kinds = ["kill", "kill-engine", "pause", "disconnect", "restart"] as const;

/** A network made of a seed: size, lines and what happens to whom. The same seed gives the same network. */
export function randomNetwork(seed: number): DeclaredNetwork {
  const random = createRandom(seed);
  const nodes = random.pick([1, 4, 4, 4, 7]);
  const step = Array.from({ length: 1 + random.below(stepsMax) }, () => {
    const count = Math.min(nodes, random.pick([1, 1, 1, 2, nodes]));
    const hit = new Set<number>();
    while (hit.size < count) hit.add(1 + random.below(nodes));
    return {
      kind: random.pick(kinds),
      nodes: [...hit].toSorted((a, b) => a - b),
      progress: random.pick([0, 5, 20]),
    };
  });
  const delay = random.pick([0, 0, 20, 100]);
  return parseNetwork(`seed ${seed}`, { nodes, in_flight: random.pick([1, 4, 16]), delay_ms: delay, step });
}
