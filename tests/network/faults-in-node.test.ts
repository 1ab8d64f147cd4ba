import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "yanta-faults-"));
const file = join(folder, "faults.json");
const program = `
  import { open } from "node:fs/promises";
  const handle = await open(${JSON.stringify(join(folder, "log"))}, "w");
  const started = performance.now();
  await handle.datasync();
  console.log(JSON.stringify({ now: Date.now(), fsyncMs: performance.now() - started }));
  await handle.close();
`;

function runWith(faults: object): { readonly now: number; readonly fsyncMs: number } {
  writeFileSync(file, JSON.stringify(faults));
  const argv = ["--import", new URL("faults-in-node.ts", import.meta.url).href, "--input-type=module", "-e", program];
  const env = { ...process.env, YANTA_TEST_FAULTS: file };
  return JSON.parse(execFileSync(process.execPath, argv, { env, encoding: "utf8" }));
}

test("the faults of a node's machine are real ones", (t) => {
  t.after(() => rmSync(folder, { recursive: true }));
  assert.ok(Math.abs(runWith({}).now - Date.now()) < 60_000);
  const hourMs = 3_600_000;
  assert.ok(Math.abs(runWith({ clockSkewMs: -hourMs }).now + hourMs - Date.now()) < 60_000);
  assert.ok(runWith({ fsyncDelayMs: 300 }).fsyncMs >= 290);
});
