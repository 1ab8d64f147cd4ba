import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashBytes } from "@yanta/crypto";
import { merkleProof, rootOfPath } from "@yanta/proof";
import { CohortTree } from "./cohort-tree.ts";

function leaves(count: number): Uint8Array {
  const all = new Uint8Array(count * 32);
  for (let i = 0; i < count; i++) all.set(hashBytes("SHA256", Uint8Array.of(i & 255, i >> 8)), i * 32);
  return all;
}

describe("a cohort's tree", () => {
  it("gives the paths and the root that the chain's own trees have", () => {
    for (const count of [1, 2, 3, 4, 5, 7, 8, 13, 64, 100]) {
      const all = leaves(count);
      const list = Array.from({ length: count }, (_, i) => all.slice(i * 32, i * 32 + 32));
      const tree = new CohortTree(all);
      list.forEach((leaf, index) => {
        const path = tree.pathOf(index);
        assert.deepEqual(path, merkleProof("SHA256", list, index));
        assert.deepEqual(rootOfPath("SHA256", leaf, { index, count, path }), tree.root);
      });
    }
  });

  it("is not made of nothing, or of pieces", () => {
    for (const length of [0, 31, 33])
      assert.throws(() => new CohortTree(new Uint8Array(length)), { code: "ACADEMY_CERTIFICATE_UNREADABLE" });
  });
});
