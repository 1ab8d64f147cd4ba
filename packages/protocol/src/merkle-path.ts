/** The bits that ChainMaker's parity test looks at: the character '1' stands there instead of the number 1. */
const parityMask = 0x31;

/**
 * Neighbours from leaf to root as GET_MERKLE_PATH_BY_TX_ID answers them, over the flat tree of `merkleTree`.
 * Reproduces the library's parity slip: a slot whose index has bit 4 or 5 set counts as odd, gets its left
 * neighbour, and the walk ends there unless it really is odd. A missing neighbour ends the walk too. An empty list
 * is Go's nil: `null` in JSON.
 *
 * Spec: system-contracts.md "merkle path quirk"; vector merkle.json.
 */
export function merklePath(tree: readonly (Uint8Array | undefined)[], leafIndex: number): Uint8Array[] {
  const path: Uint8Array[] = [];
  const width = (tree.length + 1) / 2;
  let slot = leafIndex;
  while (slot < tree.length) {
    const countsAsEven = (slot & parityMask) === 0;
    const neighbor = tree[countsAsEven ? slot + 1 : slot - 1];
    if (neighbor === undefined) return path;
    path.push(neighbor);
    if (!countsAsEven && slot % 2 === 0) return path;
    slot = width + (slot >> 1);
  }
  return path;
}
