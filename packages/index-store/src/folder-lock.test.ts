import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { lockFolder } from "./folder-lock.ts";

test("a folder belongs to one process; a dead one's lock is taken over", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-index-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "index.lock");
  // No process has this number: it is above the kernel's largest.
  for (const dead of ["99999999", String(process.pid), "no number"]) {
    writeFileSync(file, dead);
    const unlock = lockFolder(folder);
    assert.equal(readFileSync(file, "utf8"), String(process.pid));
    assert.throws(() => lockFolder(folder), { code: "INDEX_STORE_IN_USE" });
    unlock();
  }
  writeFileSync(file, String(process.ppid));
  assert.throws(() => lockFolder(folder), { code: "INDEX_STORE_IN_USE" });
});
