import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { equalBytes, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { merkleRoot } from "@yanta/protocol";
import { merkleProof, rootOfPath } from "./merkle-proof.ts";

const leavesOf = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, index) => hashBytes("SHA256", utf8ToBytes(String(index))));

it("leads from every leaf of trees of up to 70 leaves to ChainMaker's root", () => {
  for (let count = 1; count <= 70; count++) {
    const leaves = leavesOf(count);
    const root = merkleRoot("SHA256", leaves);
    for (const [index, leaf] of leaves.entries())
      assert.deepEqual(rootOfPath("SHA256", leaf, { index, count, path: merkleProof("SHA256", leaves, index) }), root);
  }
});

it("leads nowhere from another place, in a tree of another size, or by another path", () => {
  const property = fc.property(
    fc.integer({ min: 1, max: 40 }),
    fc.nat(),
    fc.nat(),
    fc.nat(60),
    (count, from, to, otherCount) => {
      const leaves = leavesOf(count);
      const [leaf] = [leaves[from % count] ?? assert.fail()];
      const path = merkleProof("SHA256", leaves, from % count);
      const found = rootOfPath("SHA256", leaf, { index: to % count, count: otherCount, path });
      const isSame = to % count === from % count && otherCount === count;
      const hasRoot = found !== undefined && equalBytes(found, merkleRoot("SHA256", leaves));
      // Trees of other sizes may share a path's shape; then the place in them is the same. The header fixes the size.
      if (otherCount === count) assert.equal(hasRoot, isSame);
    },
  );
  fc.assert(property, { numRuns: 2000 });
});
