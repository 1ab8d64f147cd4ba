import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { maskValue, selectFields } from "./mask.ts";

it("keeps the ends of a value and hides the rest, or all of a short one", () => {
  const mask = { field: "f", keepStart: 2, keepEnd: 1 };
  assert.equal(maskValue("abcdef", mask), "ab***f");
  assert.equal(maskValue(123_456, mask), "12***6");
  assert.equal(maskValue("abc", mask), "***");
  assert.equal(maskValue("", mask), "");
  assert.equal(maskValue(null, mask), null);
  assert.equal(maskValue("张𠮷三丰", { ...mask, keepStart: 1, keepEnd: 0 }), "张***");
});

it("never shows more letters than a mask keeps", () => {
  const property = fc.property(
    fc.string({ unit: fc.constantFrom("x", "y") }),
    fc.nat(20),
    fc.nat(20),
    (text, keepStart, keepEnd) => {
      const masked = String(maskValue(text, { field: "f", keepStart, keepEnd }));
      assert.equal(masked.length, text.length);
      assert.ok([...masked].filter((letter) => letter !== "*").length <= keepStart + keepEnd);
      if (text.length > 0) assert.ok(masked.includes("*"));
    },
  );
  fc.assert(property);
});

it("gives granted fields only, in their order, and names one that is not there", () => {
  const records = [{ a: 1, b: "two", secret: "x" }];
  assert.deepEqual(selectFields(records, ["b", "a"], []), { kind: "records", records: [{ b: "two", a: 1 }] });
  assert.deepEqual(selectFields(records, ["a", "toString"], []), { kind: "missing", field: "toString" });
  assert.deepEqual(selectFields([], ["a"], []), { kind: "records", records: [] });
});
