import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { removeEmptyDatabases } from "./empty-databases.ts";

test("a database that was never written to is removed, one that may hold anything stays", (t) => {
  const home = mkdtempSync(join(tmpdir(), "yanta-empty-databases-"));
  t.after(() => rmSync(home, { recursive: true }));
  assert.deepEqual(removeEmptyDatabases(home), []);
  const begun = ["LOCK", "LOG", "MANIFEST-000000"];
  const cases: readonly (readonly [files: readonly string[], isRemoved: boolean])[] = [
    [["LOCK"], true],
    [begun, true],
    [[...begun, "LOG.old", "CURRENT.0"], true],
    [[...begun, "CURRENT"], false],
    [[...begun, "CURRENT.bak"], false],
    [[...begun, "CURRENT.7"], false],
    [[...begun, "000001.log"], false],
    [[...begun, "000004.ldb"], false],
    [["LOCK", "LOG", "MANIFEST-000009"], false],
    [[...begun, "somebody's"], false],
    [[], false],
  ];
  for (const name of ["blockstore.db", "state.db", "evidence.db"]) {
    const folder = join(home, "data", name);
    for (const [files, isRemoved] of cases) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const file of files) writeFileSync(join(folder, file), "");
      assert.deepEqual(removeEmptyDatabases(home), isRemoved ? [name] : [], `${name}: ${files.join(" ")}`);
      assert.equal(existsSync(folder), !isRemoved);
    }
    rmSync(folder, { recursive: true });
  }
});
