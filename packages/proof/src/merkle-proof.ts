import { concatBytes } from "@yanta/bytes";
import { type HashAlgorithm, hashBytes } from "@yanta/crypto";
import { merkleLevelsMax } from "./limits.ts";

/**
 * Neighbours of a leaf from the leaf up. A node without a right neighbour is hashed with itself, and gives nothing to the path. Unlike the path that
 * GET_MERKLE_PATH_BY_TX_ID answers, which has ChainMaker's parity slip, it leads to the root from every leaf.
 */
export function merkleProof(algorithm: HashAlgorithm, leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  const path: Uint8Array[] = [];
  let level = leaves;
  let place = index;
  while (level.length > 1) {
    const neighbour = level[place ^ 1];
    if (neighbour !== undefined) path.push(neighbour);
    const next: Uint8Array[] = [];
    for (let left = 0; left < level.length; left += 2) {
      const [one, other] = [level[left], level[left + 1]];
      if (one !== undefined) next.push(hashBytes(algorithm, concatBytes(one, other ?? one)));
    }
    level = next;
    place >>= 1;
  }
  return path;
}

export interface LeafPlace {
  readonly index: number;
  /** Leaves of the tree: it fixes how long the path is, so that no inner node passes for a leaf. */
  readonly count: number;
  readonly path: readonly Uint8Array[];
}

/** The root that a leaf and its path lead to; undefined when the path does not fit the tree. Spec: ledger.md §2 "Merkle". */
export function rootOfPath(algorithm: HashAlgorithm, leaf: Uint8Array, place: LeafPlace): Uint8Array | undefined {
  const { path } = place;
  let { index, count } = place;
  if (!Number.isSafeInteger(index) || index < 0 || index >= count || path.length > merkleLevelsMax) return undefined;
  let hash = leaf;
  let used = 0;
  while (count > 1) {
    const isLast = index === count - 1 && index % 2 === 0;
    const neighbour = isLast ? hash : path[used++];
    if (neighbour?.length !== leaf.length) return undefined;
    hash = hashBytes(algorithm, index % 2 === 0 ? concatBytes(hash, neighbour) : concatBytes(neighbour, hash));
    index = Math.floor(index / 2);
    count = Math.ceil(count / 2);
  }
  return used === path.length ? hash : undefined;
}
