import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const seeds = [11, 12, 13];

/** What happened in runs of these seeds, as another process tells it. */
function tellRuns(): string {
  const program = fileURLToPath(new URL("tell-runs.ts", import.meta.url));
  return execFileSync(process.execPath, [program, ...seeds.map(String)], { encoding: "utf8" });
}

test("a seed makes the same run in every process: events, sizes of what is forged, hashes of the application", () => {
  const first = tellRuns();
  assert.equal(first, tellRuns());
  assert.ok(first.split("\n").length > 100, "the runs told next to nothing");
});
