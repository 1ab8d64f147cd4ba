import assert from "node:assert/strict";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { identityWatchMs } from "../limits.ts";
import { watchFiles } from "./watch-files.ts";

test("files that changed are told once, when they were left alone for a look", (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const folder = mkdtempSync(join(tmpdir(), "yanta-watch-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const [certificate, key] = [join(folder, "a.crt"), join(folder, "a.key")];
  for (const file of [certificate, key]) writeFileSync(file, "old");
  let count = 0;
  const watch = watchFiles([certificate, key], () => count++);
  const look = (): number => {
    t.mock.timers.tick(identityWatchMs);
    return count;
  };
  assert.equal(look(), 0);
  writeFileSync(`${certificate}.new`, "new one");
  renameSync(`${certificate}.new`, certificate);
  assert.equal(look(), 0, "the key may still come");
  writeFileSync(key, "a new key, too");
  assert.equal(look(), 0);
  assert.equal(look(), 1);
  assert.equal(look(), 1);
  rmSync(key);
  look();
  assert.equal(look(), 2, "a file that is gone is a change");
  watch.stop();
  writeFileSync(key, "again");
  look();
  assert.equal(look(), 2);
});
