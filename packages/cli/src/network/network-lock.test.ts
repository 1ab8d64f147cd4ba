import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { lockNetwork } from "./network-lock.ts";

test("a folder is taken once, and again when it was given back or its holder is gone", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-lock-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const release = lockNetwork(folder);
  assert.throws(() => lockNetwork(folder), { code: "CLI_NETWORK_RUNNING" });
  release();
  const lock = join(folder, "up.lock");
  assert.equal(existsSync(lock), false);
  const { pid } = spawnSync(process.execPath, ["--version"]);
  for (const left of [`${pid}\n`, "no number", ""]) {
    writeFileSync(lock, left);
    lockNetwork(folder)();
  }
});
