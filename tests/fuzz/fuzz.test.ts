import assert from "node:assert/strict";
import { test } from "node:test";
import { freshSeed } from "../support/random.ts";
import { runTargets } from "./run-targets.ts";

const cases = 20_000;

test(`${cases} damaged inputs are refused or answered, none breaks out`, { timeout: 300_000 }, async (t) => {
  const seed = freshSeed();
  t.diagnostic(`seed ${seed}`);
  const reports = await runTargets({ cases, seed, parallel: 2 });
  assert.deepEqual(
    reports.flatMap(({ failures }) => failures),
    [],
    `seed ${seed}`,
  );
  assert.ok(reports.reduce((sum, report) => sum + report.cases, 0) >= cases * 0.99);
});
