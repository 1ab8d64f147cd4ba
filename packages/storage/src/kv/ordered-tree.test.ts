import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { OrderedTree } from "./ordered-tree.ts";

const value = new Uint8Array(1);

describe("OrderedTree", () => {
  it("grows to many levels in any order of arrival and shrinks to nothing", () => {
    const count = 20_000;
    const numbers = Array.from({ length: count }, (_, i) => i);
    const orders = [numbers, numbers.toReversed(), numbers.map((i) => (i * 7919) % count)];
    for (const order of orders) {
      const tree = new OrderedTree();
      const key = (i: number): string => String(i).padStart(6, "0");
      for (const i of order) tree.set(key(i), value);
      assert.equal(tree.size, count);
      assert.deepEqual(
        [...tree.range({ start: "0", end: "9" })].map(([k]) => k),
        numbers.map(key),
      );
      for (const i of order) {
        assert.equal(tree.get(key(i)), value);
        tree.delete(key(i));
        assert.equal(tree.get(key(i)), undefined);
      }
      assert.equal(tree.size, 0);
      assert.deepEqual([...tree.range({ start: "0", end: "9", reverse: true })], []);
      tree.set("1", value);
      assert.equal(tree.size, 1);
    }
  });

  it("keeps many views apart", () => {
    const tree = new OrderedTree();
    const views: { readonly size: number; readonly iterator: Iterator<unknown> }[] = [];
    for (let i = 0; i < 500; i++) {
      tree.set(String((i * 37) % 500).padStart(3, "0"), value);
      const iterator = tree.range({ start: "0", end: "9" })[Symbol.iterator]();
      iterator.next();
      views.push({ size: i + 1, iterator });
    }
    for (const { size, iterator } of views) {
      let count = 1;
      while (iterator.next().done !== true) count++;
      assert.equal(count, size);
    }
  });
});
