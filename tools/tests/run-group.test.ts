import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { failOnMissingTool, missingTool } from "./missing-tool.ts";
import { runGroup, type GroupResult } from "./run-group.ts";
import type { Suite } from "./suites.ts";

async function runSource(
  t: TestContext,
  source: string,
  isolation: Suite["isolation"],
  timeoutMs = 20_000,
): Promise<GroupResult> {
  const folder = mkdtempSync(join(tmpdir(), "yanta-tests-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "sample.test.mjs");
  writeFileSync(file, source);
  const group = { name: "sample", files: [file] };
  const suite: Suite = { name: "sample", needs: "node", isolation, concurrency: 1, timeoutMs, groups: [group] };
  return runGroup(folder, suite, group);
}

const mixed = `
import { describe, it, test } from "node:test";
test("good", () => {});
test("bad", () => { console.log("last words"); throw new Error("boom"); });
test("later", { skip: "no time" }, () => {});
test("todo", { todo: "known" }, () => { throw new Error("known"); });
test("parent", async (t) => { await t.test("child", () => { throw new Error("child"); }); });
describe("suite", () => { it("inside", () => {}); });
`;

for (const isolation of ["shared", "process"] as const) {
  test(`counts tests, names failures and skips (${isolation})`, async (t) => {
    const result = await runSource(t, mixed, isolation);
    assert.equal(result.passed, 2);
    assert.deepEqual(
      result.failures.map((failure) => failure.name),
      ["bad", "child"],
    );
    assert.equal(result.failedParents, 1);
    assert.deepEqual(
      result.skips.map((skip) => [skip.name, skip.reason]),
      [
        ["later", "no time"],
        ["todo", "known"],
      ],
    );
    assert.match(result.failures[0]?.error ?? "", /boom/);
    assert.match(result.output, /last words/);
  });

  test(`a file without tests, one that cannot load and one that exits are failures (${isolation})`, async (t) => {
    const head = `import { test } from "node:test"; test("good", () => {});`;
    for (const source of [
      "",
      "throw new Error('broken');",
      `${head} setImmediate(() => process.exit(0));test("slow", () => new Promise(() => {}));`,
    ]) {
      const result = await runSource(t, source, isolation);
      assert.ok(result.failures.length > 0, source);
    }
  });
}

test("a test that loops without awaiting is ended from outside", async (t) => {
  const result = await runSource(
    t,
    `import { test } from "node:test"; test("loop", () => { for (;;); });`,
    "shared",
    500,
  );
  assert.match(result.failures[0]?.error ?? "", /killed by SIG/);
});

test("in CI a missing tool is a failure, another skip is not", () => {
  const skip = { kind: "skipped", name: "x", place: "x.test.ts:1" } as const;
  assert.equal(failOnMissingTool({ ...skip, reason: missingTool("java", "install it") })?.kind, "failed");
  assert.equal(failOnMissingTool({ ...skip, reason: "not on Windows" }), undefined);
});
