import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Check } from "./check.ts";
import { fileRules } from "./file-rules.ts";
import { layers } from "./layers.ts";
import { licences } from "./licences.ts";
import { purity } from "./purity.ts";

const base: Readonly<Record<string, string>> = {
  "layers.json": `{ "layers": [["bytes"], ["protocol"]] }`,
  "package.json": `{ "devDependencies": { "fast-check": "1.0.0" } }`,
  "packages/bytes/package.json": `{ "name": "@yanta/bytes", "exports": { ".": "./src/index.ts" } }`,
  "packages/bytes/src/index.ts": `export * from "./hex.ts";`,
  "packages/bytes/src/hex.ts": `export const hex = 1;`,
  "packages/protocol/package.json": `{ "name": "@yanta/protocol", "dependencies": { "@yanta/bytes": "0.1.0" } }`,
};

/** Findings of a check on a small repository: `base` with `files` laid over it. */
async function findIn(
  t: TestContext,
  check: Check,
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const root = mkdtempSync(join(tmpdir(), "yanta-check-"));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries({ ...base, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return check.find(root);
}

test("layers: what is allowed", async (t) => {
  const source = `import { hex } from "@yanta/bytes"; import "node:fs"; import "./b.ts"; import type {} from "./b.ts";`;
  const files = {
    "packages/protocol/src/a.ts": source,
    "packages/protocol/src/b.ts": "export {};",
    "packages/protocol/src/b.test.ts": `import "fast-check";`,
  };
  assert.deepEqual(await findIn(t, layers, files), []);
});

test("layers: each kind of wrong import is found", async (t) => {
  const wrong: Readonly<Record<string, string>> = {
    "@yanta/protocol": "by their path",
    "@yanta/bytes/src/hex.ts": "not exported",
    "fast-check": "dependencies",
    fs: "node:",
    "./b": "extension",
    "../../bytes/src/hex.ts": "leaves the package",
    "#backend": "imports",
  };
  for (const [specifier, reason] of Object.entries(wrong)) {
    const findings = await findIn(t, layers, { "packages/protocol/src/a.ts": `import "${specifier}";` });
    assert.equal(findings.length, 1, specifier);
    assert.match(findings[0] ?? "", new RegExp(reason), specifier);
  }
  const upward = await findIn(t, layers, { "packages/bytes/src/hex.ts": `export * from "@yanta/protocol";` });
  assert.match(upward.join(), /not a lower layer/);
  const barrel = await findIn(t, layers, { "packages/bytes/src/text.ts": `import { hex } from "./index.ts";` });
  assert.match(barrel.join(), /not the barrel/);
});

test("layers: an application sees the packages that are named for it, and no other application", async (t) => {
  const files = {
    "layers.json": `{ "layers": [["bytes"], ["protocol"]], "apps": ["directory", "academy"], "appsSee": ["bytes"] }`,
    "apps/academy/package.json": `{ "name": "@yanta/academy", "exports": { ".": "./src/index.ts" } }`,
    "apps/directory/package.json": `{ "name": "@yanta/directory", "dependencies": { "@yanta/bytes": "1", "@yanta/protocol": "1", "@yanta/academy": "1" } }`,
  };
  const importing = (name: string) =>
    findIn(t, layers, { ...files, "apps/directory/src/portal.tsx": `import "@yanta/${name}";` });
  assert.deepEqual(await importing("bytes"), []);
  assert.match((await importing("protocol")).join(), /applications do not see it/);
  assert.match((await importing("academy")).join(), /not a lower layer/);
});

test("layers: a cycle is found, also one of types and one through import()", async (t) => {
  const files = {
    "packages/protocol/src/a.ts": `import type { B } from "./b.ts";`,
    "packages/protocol/src/b.ts": `export const load = () => import("./a.ts");`,
  };
  assert.match((await findIn(t, layers, files)).join(), /import cycle: .*a\.ts.*b\.ts/);
});

test("purity: uses are found, look-alikes are not", async (t) => {
  const impure = [
    "Date.now()",
    "new Date()",
    "Math.random()",
    "process.env",
    "[1].map(setTimeout)",
    "a = { fetch }",
    "globalThis.Date",
  ];
  for (const code of impure) {
    const findings = await findIn(t, purity, { "packages/chain/src/a.ts": `let a; ${code};` });
    assert.ok(findings.length > 0, code);
  }
  const imported = await findIn(t, purity, { "packages/chain/src/a.ts": `import { readFileSync } from "node:fs";` });
  assert.match(imported.join(), /node:fs/);
  const pure = `interface A { process: string } declare const a: A; a.process; Math.max(1, 2); function f(fetch: () => void) { fetch(); } // Date`;
  assert.deepEqual(await findIn(t, purity, { "packages/chain/src/a.ts": pure }), []);
  assert.deepEqual(await findIn(t, purity, { "packages/chain/src/a.test.ts": "Date.now();" }), []);
});

test("file rules: names and lengths", async (t) => {
  const files = {
    "packages/bytes/src/Hex.ts": "",
    "packages/bytes/src/utils/x.ts": "",
    "packages/bytes/src/long.ts": "\n".repeat(400),
  };
  assert.deepEqual(
    (await findIn(t, fileRules, files)).map((finding) => finding.split(":")[0]),
    ["packages/bytes/src/Hex.ts", "packages/bytes/src/long.ts", "packages/bytes/src/utils/x.ts"],
  );
});

test("licences: only permissive ones ship; development tools may have others", async (t) => {
  const lock = {
    packages: {
      "": { license: "Apache-2.0" },
      "node_modules/good": { license: "(MIT OR GPL-3.0)" },
      "node_modules/copyleft": { license: "GPL-3.0" },
      "node_modules/both": { license: "MIT AND GPL-3.0" },
      "node_modules/none": {},
      "node_modules/tool": { license: "GPL-3.0", dev: true },
    },
  };
  const findings = await findIn(t, licences, { "package-lock.json": JSON.stringify(lock) });
  assert.deepEqual(
    findings.map((finding) => finding.split(":")[0]),
    ["node_modules/copyleft", "node_modules/both", "node_modules/none"],
  );
});
