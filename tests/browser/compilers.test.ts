import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bytesToHex } from "@yanta/bytes";
import { createClientSource } from "@yanta/contract-sdk";
import { compileFolder, readSources } from "@yanta/contract-sdk/node";
import type { Page } from "playwright-core";
import { compileSolidity } from "../support/compile-solidity.ts";
import { bundleForBrowser, compilerExternals } from "./bundle.ts";
import { chromiumTool, createProfile, type RunningBrowser, startBrowser } from "./chromium.ts";
import { type PageServer, servePage } from "./page-server.ts";
import type { CompileInput, PageOutcome } from "./compilers/page.ts";

/** The compiler is loaded apart from the chain, once; more would say that something foreign came along. */
const compilerGzipBytesMax = 3_500_000;
/** An editor's reader waits no longer than this for a change, on a machine with ten times as much to do; a quiet one needs 0.2 s. */
const secondCompileMsMax = 10_000;

const contractsFolder = fileURLToPath(new URL("../../contracts", import.meta.url));
const contractFolders = globSync("*/assembly/index.ts", { cwd: contractsFolder }).map((path) =>
  join(contractsFolder, path.split(/[/\\]/)[0] ?? ""),
);
const compilerFolder = new URL("../../packages/playground/src/compiler/", import.meta.url);
const counter = `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.0;
contract Counter {
  uint256 public count;
  event Counted(uint256 count);
  function increment(uint256 by) external { count += by; emit Counted(count); }
}
`;

const profile = createProfile();
let browser: RunningBrowser | undefined;
let server: PageServer | undefined;

async function openPage(): Promise<Page> {
  assert.ok(browser !== undefined && server !== undefined);
  const page = await browser.newPage();
  await page.goto(server.address);
  return page;
}

function compile(page: Page, input: CompileInput): Promise<PageOutcome> {
  return page.evaluate((request) => globalThis.compilers.compile(request), input);
}

describe("compilers in a browser's Workers", { skip: chromiumTool.skip }, () => {
  before(async () => {
    const [page, contracts, solidity] = await Promise.all([
      bundleForBrowser({ entry: new URL("compilers/page.ts", import.meta.url), minify: true }),
      bundleForBrowser({
        entry: new URL("compiler-worker.ts", compilerFolder),
        minify: true,
        external: compilerExternals,
      }),
      bundleForBrowser({ entry: new URL("solidity-worker.ts", compilerFolder), minify: true, format: "iife" }),
    ]);
    const soljson = readFileSync(createRequire(import.meta.url).resolve("solc/soljson.js"));
    const sizes = [contracts.code, soljson].map((content) => gzipSync(content).length);
    console.log(`gzip: contract compiler ${sizes[0]} bytes, soljson.js ${sizes[1]} bytes`);
    assert.ok((sizes[0] ?? 0) <= compilerGzipBytesMax);
    for (const { code } of [contracts, solidity]) assert.doesNotMatch(code, /\beval\(|new Function\(/);
    server = await servePage({
      "/page.js": page.code,
      "/compiler-worker.js": contracts.code,
      "/solidity-worker.js": solidity.code,
      "/soljson.js": soljson,
    });
    browser = await startBrowser(profile.folder);
  });

  after(async () => {
    await browser?.kill();
    await server?.close();
    profile.remove();
  });

  it("make of every contract in contracts/ the bytes that Node.js makes", async () => {
    const page = await openPage();
    assert.ok(contractFolders.length >= 6);
    for (const folder of contractFolders) {
      const sources = Object.fromEntries(readSources(join(folder, "assembly")));
      const outcome = await compile(page, { name: basename(folder), sources });
      const { wasm, abi } = await compileFolder(folder, "release");
      assert.deepEqual(outcome.diagnostics, []);
      assert.equal(outcome.wasm, bytesToHex(wasm), folder);
      assert.equal(outcome.abi, JSON.stringify(abi));
      assert.equal(outcome.clientSource, createClientSource(abi));
    }
    await page.close();
  });

  it("are quick the second time", async () => {
    const page = await openPage();
    const sources = Object.fromEntries(readSources(join(contractsFolder, "fact", "assembly")));
    const times: number[] = [];
    for (const mode of ["fast-build", "fast-build", "release", "release"] as const)
      times.push((await compile(page, { name: "fact", sources, mode })).ms);
    const [first = 0, second = 0, release = 0, releaseAgain = 0] = times.map(Math.round);
    console.log(`fact: first ${first} ms with loading, then ${second}; release ${release}, then ${releaseAgain} ms`);
    assert.ok(second < first, "the compiler is loaded once");
    assert.ok(second < secondCompileMsMax && releaseAgain < secondCompileMsMax);
    await page.close();
  });

  it("tell faults by file, line and column, and go on after a compilation that took too long", async () => {
    const page = await openPage();
    const broken = { name: "x", sources: { "index.ts": "export function run(): string {\n  return 1;\n}" } };
    const { kind, diagnostics } = await compile(page, broken);
    assert.equal(kind, "CONTRACT_COMPILE");
    assert.match(diagnostics[0] ?? "", /^error index\.ts:2:10 /);
    const hurried = await page.evaluate((request) => globalThis.compilers.compileInNoTime(request), broken);
    assert.equal(hurried, "PLAYGROUND_COMPILE_TIMEOUT");
    await assert.rejects(
      compile(page, { name: "x", sources: { "index.ts": " ".repeat(2_000_001) } }),
      /PLAYGROUND_SOURCES_TOO_LARGE/,
    );
    await page.close();
  });

  it("make of Solidity the bytes that Node.js makes, without text that is executed", async () => {
    const page = await openPage();
    const evaluate = (sources: Readonly<Record<string, string>>) =>
      page.evaluate((request) => globalThis.compilers.compileSolidity(request), sources);
    const first = await evaluate({ "test.sol": counter });
    const second = await evaluate({ "test.sol": counter });
    console.log(`Solidity: first ${Math.round(first.ms)} ms with loading, then ${Math.round(second.ms)} ms`);
    const expected = compileSolidity(counter).get("Counter");
    assert.ok(expected !== undefined);
    for (const { kind, contracts, diagnostics } of [first, second]) {
      assert.deepEqual([kind, diagnostics], ["compiled", []]);
      assert.deepEqual(contracts, [
        { name: "Counter", bytecode: bytesToHex(expected.bytecode), selectors: JSON.stringify(expected.selectors) },
      ]);
    }
    const failed = await evaluate({
      "a.sol": 'pragma solidity ^0.8.0;\nimport "./b.sol";\n// 塔\ncontract A { /* 塔 */ uint x = "a"; }',
      "b.sol": "",
    });
    assert.equal(failed.kind, "failed");
    assert.match(failed.diagnostics.join("\n"), /error a\.sol:4:31 /);
    const missing = await evaluate({ "a.sol": 'import "https://example.org/b.sol";' });
    assert.match(missing.diagnostics.join("\n"), /error a\.sol:1:1 .*not found/);
    await page.close();
  });
});
