import { concatBytes, emptyBytes } from "@yanta/bytes";
import { type HashAlgorithm, hashBytes } from "@yanta/crypto";

/**
 * The flat tree over hashes: `2p - 1` slots, p the next power of two; leaves first, the root last. A missing right
 * child is replaced by its left sibling, a missing pair stays undefined. Leaves are taken as they are. No leaves: empty.
 *
 * Spec: ledger.md §2 "Merkle"; vector merkle.json.
 */
export function merkleTree(algorithm: HashAlgorithm, leaves: readonly Uint8Array[]): (Uint8Array | undefined)[] {
  if (leaves.length === 0) return [];
  let width = 1;
  while (width < leaves.length) width *= 2;
  const tree: (Uint8Array | undefined)[] = [
    ...leaves,
    ...Array.from({ length: 2 * width - 1 - leaves.length }, () => undefined),
  ];
  let parent = width;
  for (let i = 0; i + 1 < tree.length; i += 2) {
    const left = tree[i];
    if (left !== undefined) tree[parent] = hashBytes(algorithm, concatBytes(left, tree[i + 1] ?? left));
    parent++;
  }
  return tree;
}

/** The last slot of the tree; no leaves give no bytes. Spec: ledger.md §2 "Merkle"; vector merkle.json. */
export function merkleRoot(algorithm: HashAlgorithm, leaves: readonly Uint8Array[]): Uint8Array {
  let level = leaves;
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i] ?? emptyBytes;
      next.push(hashBytes(algorithm, concatBytes(left, level[i + 1] ?? left)));
    }
    level = next;
  }
  return level[0] ?? emptyBytes;
}

/** tx_root: over the transactions' hashes in block order. Spec: ledger.md §2. */
export function txRoot(algorithm: HashAlgorithm, txHashes: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(algorithm, txHashes);
}

/** rw_set_root: over `result.rw_set_hash` in block order. Spec: ledger.md §2; vector rwset.json. */
export function rwSetRoot(algorithm: HashAlgorithm, rwSetHashes: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(algorithm, rwSetHashes);
}
