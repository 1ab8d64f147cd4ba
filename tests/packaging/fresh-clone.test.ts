// A fresh clone on a machine that has only an older Node.js and npm: the two commands of the README.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { missingTool } from "../../tools/tests/missing-tool.ts";
import { outerNodeIsOld, outerNodeVersion } from "./outer-node.ts";
import { outputOf, runCommand } from "./run-command.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "yanta-clone-"));
const clone = join(temporary, "yanta");
const noOldNode = outerNodeIsOld ? false : missingTool("node 20 or 22 in PATH", `found ${outerNodeVersion ?? "none"}`);

before(async () => {
  await outputOf("git", ["clone", "--quiet", "--depth", "1", pathToFileURL(root).href, clone], { cwd: temporary });
});

after(() => rmSync(temporary, { recursive: true }));

test("npm start installs what is missing, once, and passes arguments on", { skip: noOldNode }, async () => {
  const first = await runCommand("npm", ["start", "--", "--help"], { cwd: clone });
  assert.equal(first.exitCode, 0, first.err);
  assert.match(first.err, /Installing packages/);
  assert.doesNotMatch(first.err, /npm warn/i);
  assert.match(first.out, /--memory/);
  const second = await runCommand("npm", ["start", "--", "--help"], { cwd: clone });
  assert.equal(second.exitCode, 0, second.err);
  assert.doesNotMatch(second.err, /Installing/);
});

test("npm test runs, sums up, and takes a selection", { skip: noOldNode }, async () => {
  const { exitCode, out, err } = await runCommand("npm", ["test", "--", "packages/bytes"], { cwd: clone });
  assert.equal(exitCode, 0, err);
  assert.match(out.trimEnd().split("\n").at(-1) ?? "", /^[1-9]\d* passed, 0 failed$/);
  const nothing = await runCommand("npm", ["test", "--", "no-such-file"], { cwd: clone });
  assert.equal(nothing.exitCode, 1, "a run without tests is no success");
});

test("npx yanta and node_modules/.bin/yanta work in the clone", { skip: noOldNode }, async () => {
  const direct = await outputOf(join(clone, "node_modules/.bin/yanta"), ["version"], { cwd: clone });
  assert.equal(await outputOf("npx", ["yanta", "version"], { cwd: clone }), direct);
});
