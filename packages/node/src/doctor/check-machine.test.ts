import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { checkDisk } from "./check-machine.ts";

const gib = 1024n ** 3n;

test("a disk with little room is a warning", () => {
  assert.equal(checkDisk(tmpdir(), () => 2n * gib).level, "ok");
  const finding = checkDisk(tmpdir(), () => 2n * gib - 1n);
  assert.deepEqual([finding.level, finding.check], ["warning", "storage.store_path"]);
});

test("a data folder that does not exist yet is judged by the folder above it", () => {
  let asked = "";
  checkDisk(join(tmpdir(), "yanta-nowhere/data/ledger"), (folder) => ((asked = folder), gib));
  assert.equal(asked, tmpdir());
});

test("a folder that cannot be written is an error", { skip: process.platform !== "linux" }, () => {
  // Nobody can write there, not even root.
  assert.equal(checkDisk("/proc/1/yanta", () => gib * 9n).level, "error");
});
