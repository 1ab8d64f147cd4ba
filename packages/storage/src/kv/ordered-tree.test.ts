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

  it("keeps forks apart, also forks of forks", () => {
    const trees: { readonly tree: OrderedTree; readonly keys: Set<string> }[] = [];
    const first = { tree: new OrderedTree(), keys: new Set<string>() };
    trees.push(first);
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let step = 0; step < 20_000; step++) {
      const { tree, keys } = trees[random(trees.length)] ?? first;
      const key = String(random(700)).padStart(3, "0");
      if (random(1000) < 2 && trees.length < 12) trees.push({ tree: tree.fork(), keys: new Set(keys) });
      else if (random(3) === 0) {
        tree.delete(key);
        keys.delete(key);
      } else {
        tree.set(key, value);
        keys.add(key);
      }
    }
    assert.equal(trees.length, 12);
    for (const { tree, keys } of trees) {
      assert.deepEqual(
        [...tree.range({ start: "0", end: ":" })].map(([key]) => key),
        [...keys].toSorted(),
      );
      assert.equal(tree.size, keys.size);
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
