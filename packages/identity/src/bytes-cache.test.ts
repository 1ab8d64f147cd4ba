import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BytesCache } from "./bytes-cache.ts";

describe("BytesCache", () => {
  it("finds a value by equal bytes only", () => {
    const cache = new BytesCache<string>(10);
    cache.set(Uint8Array.of(1, 2, 3), "a");
    assert.equal(cache.get(Uint8Array.of(1, 2, 3)), "a");
    assert.equal(cache.get(Uint8Array.of(1, 2)), undefined);
    assert.equal(cache.get(Uint8Array.of(1, 2, 4)), undefined);
  });
  it("is not confused by a later change of the caller's buffer", () => {
    const cache = new BytesCache<string>(10);
    const key = Uint8Array.of(1, 2, 3);
    cache.set(key, "a");
    key[0] = 9;
    assert.equal(cache.get(Uint8Array.of(1, 2, 3)), "a");
    assert.equal(cache.get(key), undefined);
  });
  it("never answers for another key of the same fingerprint", () => {
    // 200 bytes: every third counts, from the last on, so these differ where the fingerprint does not look.
    const [first, second] = [new Uint8Array(200), new Uint8Array(200).fill(1, 198, 199)];
    const cache = new BytesCache<string>(10);
    cache.set(first, "first");
    assert.equal(cache.get(second), undefined);
    cache.set(second, "second");
    assert.equal(cache.size, 1);
    assert.equal(cache.get(first), undefined);
    assert.equal(cache.get(second), "second");
  });
  it("drops the oldest when full", () => {
    const cache = new BytesCache<number>(3);
    for (let i = 0; i < 5; i++) cache.set(Uint8Array.of(i), i);
    assert.equal(cache.size, 3);
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((i) => cache.get(Uint8Array.of(i))),
      [undefined, undefined, 2, 3, 4],
    );
  });
});
