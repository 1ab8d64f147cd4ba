import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeErrors } from "./errors.ts";
import { problemOf } from "./problem.ts";

test("a coded error is told in both languages with its code, another in its own words", () => {
  const { en, zh } = problemOf(nodeErrors.create("NODE_ENGINE_MEMORY"));
  assert.match(en, /^NODE_ENGINE_MEMORY: [ -~]+$/);
  assert.match(zh, /^NODE_ENGINE_MEMORY: .*[\u4e00-\u9fff]/);
  assert.deepEqual(problemOf(new Error("no")), { en: "no", zh: "no" });
  assert.deepEqual(problemOf(7), { en: "7", zh: "7" });
});
