import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { concatBytes } from "./concat.ts";

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

test("the result is a plain Uint8Array: its slice is a copy", () => {
  const joined = concatBytes(new Uint8Array(50), new Uint8Array(50));
  assert.equal(Object.getPrototypeOf(joined), Uint8Array.prototype);
  joined.slice(0, 1).fill(1);
  assert.equal(joined[0], 0);
});
