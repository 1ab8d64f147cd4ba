import assert from "node:assert/strict";
import { test } from "node:test";
import { findMissingLine } from "./expected-output.ts";

test("lines are looked for in order, others may stand between", () => {
  assert.equal(findMissingLine("a\nx\nb", ["a", "b"]), undefined);
  assert.equal(findMissingLine("b\na", ["a", "b"]), "b");
});

test("an ellipsis stands for anything, the rest is literal", () => {
  assert.equal(findMissingLine("block 12  (in 3 ms)", ["block … (in …)"]), undefined);
  assert.equal(findMissingLine("block 12", ["block"]), "block");
  assert.equal(findMissingLine("axb", ["a.b"]), "a.b");
});
