import assert from "node:assert/strict";
import { test } from "node:test";
import { hashBytes } from "@yanta/crypto";
import { concatBytes, uint32ToBytesLe } from "@yanta/bytes";
import { merklePath } from "./merkle-path.ts";
import { merkleRoot, merkleTree } from "./merkle.ts";

const leaves = Array.from({ length: 70 }, (_, i) => hashBytes("SHA256", uint32ToBytesLe(i)));
const pair = (left: Uint8Array, right: Uint8Array): Uint8Array => hashBytes("SHA256", concatBytes(left, right));

test("no leaves give no bytes, one leaf is its own root", () => {
  assert.equal(merkleRoot("SHA256", []).length, 0);
  assert.deepEqual(merkleTree("SHA256", []), []);
  const [only] = leaves;
  assert.ok(only !== undefined);
  assert.deepEqual(merkleRoot("SHA256", [only]), only);
});

test("root and tree agree for every size", () => {
  for (let size = 1; size <= leaves.length; size++) {
    const some = leaves.slice(0, size);
    assert.deepEqual(merkleTree("SHA256", some).at(-1), merkleRoot("SHA256", some), `${size} leaves`);
  }
});

test("five leaves: the inner hash is doubled, not the leaf's", () => {
  const [a, b, c, d, e] = leaves;
  assert.ok(a && b && c && d && e);
  const right = pair(e, e);
  assert.deepEqual(merkleRoot("SHA256", [a, b, c, d, e]), pair(pair(pair(a, b), pair(c, d)), pair(right, right)));
});

test("a path proves its leaf wherever the parity slip does not end it", () => {
  const some = leaves.slice(0, 8);
  const tree = merkleTree("SHA256", some);
  for (const [index, leaf] of some.entries()) {
    let hash = leaf;
    let position = index;
    for (const neighbor of merklePath(tree, index)) {
      hash = position % 2 === 0 ? pair(hash, neighbor) : pair(neighbor, hash);
      position >>= 1;
    }
    assert.deepEqual(hash, tree.at(-1));
  }
});

test("paths end: at a missing neighbour, and outside the tree", () => {
  const tree = merkleTree("SHA256", leaves.slice(0, 3));
  assert.deepEqual(merklePath(tree, 2), []);
  assert.deepEqual(merklePath(tree, 100), []);
  assert.deepEqual(merklePath([], 0), []);
});
