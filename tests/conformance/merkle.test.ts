import assert from "node:assert/strict";
import { bytesToHex } from "@yanta/bytes";
import { merklePath, merkleRoot, merkleTree } from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import { hashNames } from "./hash-names.ts";

checkCases("merkle.json", (vector) => {
  const leaves = vector.hexList("leaves").map((leaf) => leaf ?? assert.fail("a leaf is missing"));
  for (const algorithm of hashNames(vector)) {
    const expected = vector.object(algorithm);
    const tree = merkleTree(algorithm, leaves);
    assert.deepEqual(tree, expected.hexList("tree"));
    assert.equal(bytesToHex(merkleRoot(algorithm, leaves)), expected.text("root"));
    const paths = leaves.map((_leaf, index) => merklePath(tree, index).map(bytesToHex));
    assert.deepEqual(
      paths.map((path) => (path.length === 0 ? null : path)),
      expected.list("paths_as_returned"),
    );
  }
});
