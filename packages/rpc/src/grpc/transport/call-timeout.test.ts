import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCallTimeout } from "./call-timeout.ts";

test("timeouts in every unit, capped at what a timer takes", () => {
  assert.deepEqual(
    ["2H", "3M", "4S", "5m", "6000u", "7000000n", "0m"].map(parseCallTimeout),
    [7_200_000, 180_000, 4000, 5, 6, 7, 0],
  );
  assert.equal(parseCallTimeout("99999999H"), 2 ** 31 - 1);
});

test("what is malformed is none", () => {
  for (const text of ["", "m", "5", "-5m", "5.5m", "123456789m", "5x", " 5m", "5ms", "5S, 6S"])
    assert.equal(parseCallTimeout(text), undefined, text);
});
