import assert from "node:assert/strict";
import type { FakeEngineJoinStop } from "@yanta/consensus/testing";
import type { SeededRandom } from "../seeded-random.ts";
import type { SimulatedNode } from "./simulated-node.ts";
import type { SimulationCounts } from "./simulation-counts.ts";

const stops: readonly FakeEngineJoinStop[] = ["adopting", "adopted"];

/** The network that a newcomer joins. */
export interface JoinedNetwork {
  readonly nodes: readonly SimulatedNode[];
  readonly random: SeededRandom;
  readonly counts: SimulationCounts;
  /** What happened, for a failing seed. */
  readonly log: string[];
}

/**
 * Takes the chain over from a peer's snapshot, as its first act; `isJoining` says afterwards whether it has to try again. It may die on its way: with or
 * without all blocks, of which its engine knows nothing. Without blocks of others it can begin with the first block as well.
 */
export async function joinBySnapshot(node: SimulatedNode, network: JoinedNetwork): Promise<void> {
  const { nodes, random, counts, log } = network;
  const first = random.below(nodes.length);
  for (const peer of [...nodes.slice(first), ...nodes.slice(0, first)]) {
    if (peer === node || peer.running === undefined || !(await peer.engine.hasSnapshot())) continue;
    const stop = random.chance(25) ? random.pick(stops) : undefined;
    const isTaken = await takeSnapshot(node, peer, network, stop);
    log.push(`join ${node.index} from ${peer.index} ${stop ?? ""} ${isTaken}`);
    if (stop !== undefined) {
      counts.crashesWithinJoin++;
      for (let i = random.below(8); i > 0; i--) await Promise.resolve();
      return;
    }
    if (!isTaken) continue;
    node.committedHeight = node.running?.chain.ledger.lastHeight ?? 0n;
    counts.joinsBySnapshot++;
    node.isJoining = false;
    return;
  }
  if (node.running?.chain.ledger.lastHeight === 0n) node.isJoining = false;
}

/** Somebody may spoil pieces on their way: the node notices, and asks for the piece or for the whole snapshot again. */
async function takeSnapshot(
  node: SimulatedNode,
  peer: SimulatedNode,
  { random, counts }: JoinedNetwork,
  stop: FakeEngineJoinStop | undefined,
): Promise<boolean> {
  const before = node.running?.chain.ledger.lastHeight ?? 0n;
  if (stop === undefined && random.chance(40)) {
    counts.spoiledSnapshots++;
    if (await node.engine.stateSync(peer.engine, { spoil: (piece) => withFlippedBit(piece, random) })) return true;
  }
  const isTaken = await node.engine.stateSync(peer.engine, { stop });
  // One that has blocks already takes none that end before them.
  assert.ok(isTaken || stop !== undefined || before > 0n, "an honest peer's snapshot was refused");
  return isTaken;
}

export function withFlippedBit(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const at = random.below(bytes.length);
  changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
  return changed;
}
