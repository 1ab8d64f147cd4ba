import assert from "node:assert/strict";
import { test } from "node:test";
import { rateLimitAddressesMax } from "../limits.ts";
import { createRateLimiter, type RateLimitOptions, type RateLimiter } from "./rate-limit.ts";

/** A limiter with a clock that the test moves. */
function limiter(options: Omit<RateLimitOptions, "nowMs">): { may: RateLimiter; wait: (ms: number) => void } {
  let nowMs = 0;
  return { may: createRateLimiter({ ...options, nowMs: () => nowMs }), wait: (ms) => void (nowMs += ms) };
}

/** How many of `tries` calls go through. */
function passed(may: RateLimiter, tries: number, address = "10.0.0.1"): number {
  return Array.from({ length: tries }, () => may(address)).filter((isFine) => isFine).length;
}

test("a full bucket lets its size through, then what comes back a second", () => {
  const { may, wait } = limiter({ scope: "global", tokensPerSecond: 10, bucketSize: 3 });
  assert.equal(passed(may, 5), 3);
  wait(99);
  assert.equal(passed(may, 1), 0);
  wait(1);
  assert.equal(passed(may, 2), 1);
  wait(60_000);
  assert.equal(passed(may, 10), 3, "a bucket never holds more than its size");
});

test("a refused call costs nothing and shortens no wait", () => {
  const { may, wait } = limiter({ scope: "global", tokensPerSecond: 1, bucketSize: 1 });
  assert.equal(passed(may, 100), 1);
  wait(1000);
  assert.equal(passed(may, 100), 1);
});

test("one bucket for all, or one for each address", () => {
  const global = limiter({ scope: "global", tokensPerSecond: 1, bucketSize: 2 });
  assert.equal(passed(global.may, 2, "a") + passed(global.may, 2, "b"), 2);
  const each = limiter({ scope: "address", tokensPerSecond: 1, bucketSize: 2 });
  assert.equal(passed(each.may, 3, "a") + passed(each.may, 3, "b"), 4);
});

test("0 stands for 10,000 and a negative number for no limit, as in ChainMaker", () => {
  const standard = limiter({ scope: "global", tokensPerSecond: 0, bucketSize: 0 });
  assert.equal(passed(standard.may, 10_001), 10_000);
  for (const options of [
    { tokensPerSecond: -1, bucketSize: 1 },
    { tokensPerSecond: 1, bucketSize: -1 },
  ]) {
    assert.equal(passed(limiter({ scope: "global", ...options }).may, 100), 100);
  }
});

test("addresses that are remembered are bounded: the oldest goes first", () => {
  const { may } = limiter({ scope: "address", tokensPerSecond: 1, bucketSize: 1 });
  assert.equal(passed(may, 2, "first"), 1);
  for (let other = 1; other < rateLimitAddressesMax; other++) may(`other-${other}`);
  assert.equal(passed(may, 1, "first"), 0, "still known");
  may("one more");
  assert.equal(passed(may, 1, "first"), 1, "forgotten, so with a full bucket");
});
