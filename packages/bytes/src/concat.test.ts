import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { concatBytes, joinBytes } from "./concat.ts";

test("all parts in order, in memory of its own", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }), (parts) => {
      const joined = concatBytes(...parts);
      assert.deepEqual(joined, Uint8Array.from(parts.flatMap((part) => [...part])));
      joined.fill(0xee);
      for (const part of parts) assert.ok(part.buffer !== joined.buffer);
    }),
  );
});

test("half a million parts are joined", () => {
  const parts = Array.from({ length: 500_000 }, (_, index) => Uint8Array.of(index & 0xff));
  const joined = joinBytes(parts);
  assert.equal(joined.length, parts.length);
  assert.equal(joined[300_000], 300_000 & 0xff);
});

test("the result is a plain Uint8Array: its slice is a copy", () => {
  const joined = concatBytes(new Uint8Array(50), new Uint8Array(50));
  assert.equal(Object.getPrototypeOf(joined), Uint8Array.prototype);
  joined.slice(0, 1).fill(1);
  assert.equal(joined[0], 0);
});
