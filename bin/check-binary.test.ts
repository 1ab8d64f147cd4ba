import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { checkBinary } from "./check-binary.mjs";
import { LauncherError } from "./launcher-error.mjs";

const windows = process.platform === "win32" ? "the stand-in for Node.js is a shell script" : false;

function makeBinary(
  t: TestContext,
  script: string,
): { path: string; cache: string; entry: { name: string; sha256: string } } {
  const folder = mkdtempSync(join(tmpdir(), "yanta-binary-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "node");
  writeFileSync(path, script, { mode: 0o755 });
  const sha256 = createHash("sha256").update(script).digest("hex");
  return { path, cache: join(folder, "cache", "check.json"), entry: { name: "node-test", sha256 } };
}

const isAltered = (error: unknown): boolean => error instanceof LauncherError && error.code === "LAUNCHER_NODE_ALTERED";

test("a binary with the right hash that runs is taken, and the answer is kept", { skip: windows }, (t) => {
  const { path, cache, entry } = makeBinary(t, "#!/bin/sh\nexit 0\n");
  assert.equal(checkBinary(path, entry, cache), true);
  const kept = JSON.parse(readFileSync(cache, "utf8")) as { identity: string; runs: boolean };
  writeFileSync(cache, JSON.stringify({ ...kept, runs: false }));
  assert.equal(checkBinary(path, entry, cache), false, "the second answer comes from the cache");
});

test("other bytes are refused, also after an earlier good check", { skip: windows }, (t) => {
  const { path, cache, entry } = makeBinary(t, "#!/bin/sh\nexit 0\n");
  assert.equal(checkBinary(path, entry, cache), true);
  writeFileSync(path, "#!/bin/sh\nexit 1\n");
  assert.throws(() => checkBinary(path, entry, cache), isAltered);
  assert.throws(() => checkBinary(path, entry, cache), isAltered, "a refusal is not kept as good");
});

test("a binary that does not run on this system is passed over", { skip: windows }, (t) => {
  const { path, cache, entry } = makeBinary(t, "#!/no/such/loader\n");
  assert.equal(checkBinary(path, entry, cache), false);
});

test("no cache folder, no harm", { skip: windows }, (t) => {
  const { path, entry } = makeBinary(t, "#!/bin/sh\nexit 0\n");
  assert.equal(checkBinary(path, entry, join(path, "not-a-folder", "check.json")), true);
});
