import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareBytes, equalBytes } from "./compare.ts";

test("order is that of the first byte that differs, whatever the length", () => {
  for (const length of [1, 47, 48, 49, 200]) {
    for (const at of [0, length >> 1, length - 1]) {
      const small = new Uint8Array(length).fill(9);
      const large = small.slice();
      large[at] = 200;
      assert.ok(compareBytes(small, large) < 0);
      assert.ok(compareBytes(large, small) > 0);
      assert.equal(equalBytes(small, large), false);
    }
    assert.equal(compareBytes(new Uint8Array(length), new Uint8Array(length)), 0);
    assert.ok(compareBytes(new Uint8Array(length), new Uint8Array(length + 1)) < 0, "a prefix sorts first");
    assert.equal(equalBytes(new Uint8Array(length), new Uint8Array(length + 1)), false);
  }
});

test("order is total", () => {
  const bytes = fc.uint8Array({ maxLength: 3, max: 2 });
  fc.assert(
    fc.property(bytes, bytes, bytes, (a, b, c) => {
      assert.equal(Math.sign(compareBytes(a, b)), -Math.sign(compareBytes(b, a)) + 0);
      if (compareBytes(a, b) <= 0 && compareBytes(b, c) <= 0) assert.ok(compareBytes(a, c) <= 0);
      assert.equal(equalBytes(a, b), compareBytes(a, b) === 0);
    }),
  );
});
