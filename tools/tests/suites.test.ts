import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { findSuites } from "./suites.ts";

test("unit tests by package, other suites by folder; a folder nobody named still runs", (t) => {
  const root = mkdtempSync(join(tmpdir(), "yanta-suites-"));
  t.after(() => rmSync(root, { recursive: true }));
  const files = [
    "packages/bytes/src/hex.test.ts",
    "packages/bytes/src/deep/hex.test.ts",
    "packages/vm/src/vm.test.ts",
    "apps/directory/src/entry.test.ts",
    "packages/vm/node_modules/x/src/x.test.ts",
    "tests/e2e/start.test.ts",
    "tests/new-kind/a.test.ts",
    "tests/support/process.ts",
  ];
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), "");
  }
  const found = findSuites(root).map(({ name, needs, groups }) => [
    name,
    needs,
    groups.map((group) => [group.name, group.files.length]),
  ]);
  assert.deepEqual(found, [
    [
      "unit",
      "node",
      [
        ["apps/directory", 1],
        ["packages/bytes", 2],
        ["packages/vm", 1],
      ],
    ],
    ["e2e", "node", [["tests/e2e", 1]]],
    ["new-kind", "tools", [["tests/new-kind", 1]]],
  ]);
});
