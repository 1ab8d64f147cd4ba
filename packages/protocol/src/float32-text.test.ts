import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { float32ToDecimal, float32ToGoText } from "./float32-text.ts";

// Texts as Go's fmt.Sprint(float32(x)) gives them.
const cases: readonly (readonly [value: number, text: string])[] = [
  [0, "0"],
  [-0, "-0"],
  [0.1, "0.1"],
  [0.001, "0.001"],
  [1, "1"],
  [100, "100"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [1.5e-7, "1.5e-07"],
  [123456.7, "123456.7"],
  [-2.5, "-2.5"],
  [3.4028234663852886e38, "3.4028235e+38"],
  [1.401298464324817e-45, "1e-45"],
  // Powers of two: their interval is half as wide below.
  [2 ** -44, "5.684342e-14"],
  [2 ** -103, "9.8607613e-32"],
];

for (const [value, text] of cases) test(text, () => assert.equal(float32ToGoText(Math.fround(value)), text));

test("large values stay plain below 1e21", () => {
  assert.equal(float32ToGoText(16777216), "16777216");
  assert.equal(float32ToGoText(Math.fround(1e20)), "100000000000000000000");
  assert.equal(float32ToGoText(Math.fround(1e21)), "1e+21");
  assert.equal(float32ToGoText(Math.fround(1.5e21)), "1.5e+21");
});

test("the decimal reads back as the float and no shorter one does", () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true, min: 0, minExcluded: true }), (value) => {
      const { digits, exponent } = float32ToDecimal(value);
      assert.equal(Math.fround(Number(`${digits}e${exponent}`)), value);
      if (digits < 10n) return;
      for (const shorter of [digits / 10n, digits / 10n + 1n])
        assert.notEqual(Math.fround(Number(`${shorter}e${exponent + 1}`)), value);
    }),
    { seed: 10, numRuns: 2000 },
  );
});
