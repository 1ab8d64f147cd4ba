// The published package, as people install it: into a project, for npx, globally; with an older Node.js outside.
import assert from "node:assert/strict";
import { appendFileSync, chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { missingTool } from "../../tools/tests/missing-tool.ts";
import { outerNodeIsOld, outerNodeVersion } from "./outer-node.ts";
import { outputOf, runCommand } from "./run-command.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "yanta-package-"));
const project = join(temporary, "project");
const installed = join(project, "node_modules", "yanta");
const { version } = createRequire(import.meta.url)("../../bin/package.json") as { version: string };
const noOldNode = outerNodeIsOld ? false : missingTool("node 20 or 22 in PATH", `found ${outerNodeVersion ?? "none"}`);
let tarball = "";

before(async () => {
  mkdirSync(project);
  const [packed] = JSON.parse(
    await outputOf("npm", ["pack", "--json", "--pack-destination", temporary], { cwd: join(root, "bin") }),
  ) as { filename: string; files: { path: string }[] }[];
  assert.ok(packed);
  tarball = join(temporary, packed.filename);
  writeFileSync(join(temporary, "files.json"), JSON.stringify(packed.files.map((file) => file.path)));
  writeFileSync(join(project, "package.json"), `{ "name": "a-project", "private": true }`);
  await outputOf("npm", ["install", "--no-audit", "--no-fund", tarball], { cwd: project });
});

after(() => rmSync(temporary, { recursive: true }));

test("it holds the launcher, the bundle, its data and the licences, and no source or test", () => {
  const files = createRequire(import.meta.url)(join(temporary, "files.json")) as string[];
  for (const needed of [
    "yanta.mjs",
    "find-node.mjs",
    "node-binaries.json",
    "errors.json",
    "LICENSE",
    "NOTICE",
    "README.md",
  ]) {
    assert.ok(files.includes(needed), needed);
  }
  assert.ok(files.includes("dist/main.js"));
  assert.ok(files.includes("dist/THIRD-PARTY-LICENCES.txt"));
  assert.ok(files.some((file) => /^dist\/assets\/rust-fact.*\.wasm$/.test(file)));
  // Contracts are compiled against the library, and begin as the template: both are AssemblyScript, data to the program.
  const ofContracts = /^dist\/contract-sdk\/(assembly|template)\//;
  assert.ok(files.includes("dist/contract-sdk/assembly/index.ts"));
  assert.deepEqual(
    files.filter((file) => file.endsWith(".ts") && !ofContracts.test(file)),
    [],
  );
});

test("node_modules/.bin/yanta runs on an older Node.js", { skip: noOldNode }, async () => {
  const out = await outputOf(join(project, "node_modules/.bin/yanta"), ["version"], { cwd: project });
  assert.ok(out.includes(version), out);
});

test("npx yanta", { skip: noOldNode }, async () => {
  const out = await outputOf("npx", ["yanta", "version"], { cwd: project });
  assert.ok(out.includes(version), out);
});

test("the exit code of wrong usage comes through", async () => {
  const { exitCode } = await runCommand(join(project, "node_modules/.bin/yanta"), ["no-such-command"], {
    cwd: project,
  });
  assert.equal(exitCode, 2);
});

test("a global installation", { skip: noOldNode }, async () => {
  const prefix = join(temporary, "global");
  await outputOf("npm", ["install", "--global", "--prefix", prefix, "--no-audit", "--no-fund", tarball], {
    cwd: temporary,
  });
  const out = await outputOf(join(prefix, "bin", "yanta"), ["version"], { cwd: temporary });
  assert.ok(out.includes(version), out);
});

test(
  "without any Node.js 24 a coded error names the way out, in the reader's language",
  { skip: noOldNode },
  async () => {
    const bare = join(temporary, "bare");
    cpSync(installed, bare, { recursive: true });
    for (const [lang, word] of [
      ["en_US.UTF-8", "Install Node.js 24"],
      ["zh_CN.UTF-8", "请安装 Node.js 24"],
    ] as const) {
      const env = { LC_ALL: lang };
      const { exitCode, err } = await runCommand("node", [join(bare, "yanta.mjs"), "version"], { cwd: temporary, env });
      assert.equal(exitCode, 1);
      assert.match(err, /^LAUNCHER_NODE_MISSING: /);
      assert.ok(err.includes(word), err);
    }
  },
);

test("a changed Node.js binary is refused", { skip: noOldNode }, async () => {
  const copy = join(temporary, "copy");
  const { packages } = createRequire(import.meta.url)("../../bin/node-binaries.json") as {
    packages: Readonly<Record<string, { name: string; file: string }>>;
  };
  const entry = packages[`${process.platform}-${process.arch}`];
  assert.ok(entry, "a platform that Yanta brings Node.js for");
  cpSync(installed, join(copy, "node_modules", "yanta"), { recursive: true });
  const binary = join(copy, "node_modules", entry.name, entry.file);
  mkdirSync(dirname(binary), { recursive: true });
  cpSync(join(project, "node_modules", entry.name), join(copy, "node_modules", entry.name), { recursive: true });
  chmodSync(binary, 0o755);
  appendFileSync(binary, "x");
  const launcher = join(copy, "node_modules/yanta/yanta.mjs");
  const { exitCode, err } = await runCommand("node", [launcher, "version"], { cwd: temporary });
  assert.equal(exitCode, 1);
  assert.match(err, /^LAUNCHER_NODE_ALTERED: /);
});
