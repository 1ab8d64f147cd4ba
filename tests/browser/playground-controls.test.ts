import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { hexToBytes } from "@yanta/bytes";
import { readSources } from "@yanta/contract-sdk/node";
import { replayInThread } from "@yanta/playground/node";
import { replayLog } from "@yanta/playground/replay";
import type { Page } from "playwright-core";
import { bundleForBrowser, compilerExternals } from "./bundle.ts";
import { chromiumTool, createProfile, type RunningBrowser, startBrowser } from "./chromium.ts";
import { type PageServer, servePage } from "./page-server.ts";

const source = new URL("../../packages/playground/src/", import.meta.url);
const factSources = Object.fromEntries(
  readSources(fileURLToPath(new URL("../../contracts/fact/assembly", import.meta.url))),
);
const counter = `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.0;
contract Counter {
  uint256 public count;
  constructor(uint256 first) { count = first; }
  function increment(uint256 by) external { count += by; }
}
`;
/** A contract that stores more than a small quota takes; browsers give a file room by megabytes. */
const hoarder = `import { StateMap, log } from "@yanta/contract-sdk";
const rows = new StateMap<string>("rows");
export function fill(name: string, count: u32): void {
  log("fill " + name);
  for (let i: u32 = 0; i < count; i++) rows.set(name + i.toString(), "x".repeat(1000));
}
`;
const budget = { bytesMax: 10_000_000, gasMax: 100_000_000_000n, timeMsMax: 60_000 };
/** A mid-range phone gives a tab some hundred MB. */
const heapMegabytesMax = 200;

const profile = createProfile();
let browser: RunningBrowser | undefined;
let server: PageServer | undefined;

async function openPage(): Promise<Page> {
  assert.ok(browser !== undefined && server !== undefined);
  const page = await browser.newPage();
  await page.goto(server.address);
  return page;
}

function open(page: Page, name: string): Promise<string> {
  return page.evaluate((options) => globalThis.controls.open(options), { name });
}

function install(page: Page, name: string, sources: Readonly<Record<string, string>>): Promise<string> {
  return page.evaluate((given) => globalThis.controls.install(given.name, given.sources), { name, sources });
}

function save(page: Page, name: string): Promise<string> {
  const parameters = { file_hash: name, file_name: `${name}.txt`, time: "1" };
  return page.evaluate((given) => globalThis.controls.send("fact", "save", given), parameters);
}

function find(page: Page, name: string): Promise<string> {
  const parameters = { file_hash: name };
  return page.evaluate((given) => globalThis.controls.query("fact", "find_by_file_hash", given), parameters);
}

describe("contracts and controls in a browser's tab", { skip: chromiumTool.skip }, () => {
  before(async () => {
    const bundle = (file: string, format: "esm" | "iife" = "esm") =>
      bundleForBrowser({ entry: new URL(file, source), minify: true, format, external: compilerExternals });
    const [page, worker, compiler, solidity] = await Promise.all([
      bundleForBrowser({ entry: new URL("playground/controls-page.ts", import.meta.url) }),
      bundle("worker/main.ts"),
      bundle("compiler/compiler-worker.ts"),
      bundle("compiler/solidity-worker.ts", "iife"),
    ]);
    server = await servePage({
      "/page.js": page.code,
      "/worker.js": worker.code,
      "/compiler-worker.js": compiler.code,
      "/solidity-worker.js": solidity.code,
      "/soljson.js": readFileSync(createRequire(import.meta.url).resolve("solc/soljson.js")),
    });
    browser = await startBrowser(profile.folder);
  });

  after(async () => {
    await browser?.kill();
    await server?.close();
    profile.remove();
  });

  it("compile, install, invoke, trace, snapshot, revert, time; all of it is there after a reload", async () => {
    const page = await openPage();
    assert.equal(await open(page, "loop"), "new 0");
    assert.equal(await install(page, "fact", factSources), "committed 0 ");
    assert.equal(await save(page, "a"), "committed 0 ");
    assert.match(await find(page, "a"), /a\.txt/);
    assert.deepEqual(await page.evaluate(() => globalThis.controls.events()), ["fact topic_vx a,a.txt"]);
    const kinds = await page.evaluate(() => globalThis.controls.trace());
    assert.equal(kinds[0], "call");
    for (const kind of ["host-call", "read", "write"]) assert.ok(kinds.includes(kind), kinds.join());

    const id = await page.evaluate(() => globalThis.controls.snapshot());
    const { timestamp } = await page.evaluate(() => globalThis.controls.tip());
    const later = String(BigInt(timestamp) + 31_536_000n);
    await page.evaluate((given) => globalThis.controls.setTime(given), later);
    assert.equal(await save(page, "b"), "committed 0 ");
    assert.ok(BigInt((await page.evaluate(() => globalThis.controls.tip())).timestamp) >= BigInt(later));
    assert.equal(await page.evaluate((given) => globalThis.controls.revert(given), id), "2");
    assert.equal(await find(page, "b"), "");
    await page.evaluate((given) => globalThis.controls.setTime(given), later);
    assert.equal(await save(page, "c"), "committed 0 ");
    assert.deepEqual(await page.evaluate((given) => globalThis.controls.solidity(given), counter), [
      "committed 0 ",
      "committed 0 ",
      "42",
    ]);
    const before = await page.evaluate(() => globalThis.controls.tip());

    await page.reload();
    assert.equal(await open(page, "loop"), `kept ${before.height}`);
    assert.deepEqual(await page.evaluate(() => globalThis.controls.tip()), before);
    assert.match(await find(page, "c"), /c\.txt/);
    assert.equal(await page.evaluate(() => globalThis.controls.verify()), before.hash);
    assert.equal(await save(page, "d"), "committed 0 ");
    assert.equal(
      await page.evaluate(() => globalThis.controls.copy()),
      (await page.evaluate(() => globalThis.controls.tip())).hash,
    );

    const log = hexToBytes(await page.evaluate(() => globalThis.controls.exportLog())) ?? new Uint8Array(0);
    const { hash, height } = await page.evaluate(() => globalThis.controls.tip());
    const started = performance.now();
    const chain = await replayLog(log, { budget, monotonicMs: () => performance.now() });
    const ms = (performance.now() - started).toFixed(0);
    assert.deepEqual([chain.tip.hash, String(chain.tip.height)], [hash, height]);
    console.log(`log of ${height} blocks: ${log.length} bytes, executed by Node.js in ${ms} ms, gas ${chain.gasUsed}`);
    await chain.close();
    assert.equal((await replayInThread({ log, budget })).tip.hash, hash);

    const heap = await page.evaluate(() => globalThis.controls.heap());
    console.log(`heap: ${heap.join(", ")}`);
    assert.ok(Number.parseFloat(heap[0]?.split(" ")[1] ?? "") < heapMegabytesMax);
    await page.close();
  });

  it("a site that has used up its storage keeps everything acknowledged, says so, and goes on when there is room", async () => {
    const page = await openPage();
    const session = await page.context().newCDPSession(page);
    const limit = (quotaSize?: number) =>
      session.send("Storage.overrideQuotaForOrigin", {
        origin: new URL(page.url()).origin,
        ...(quotaSize === undefined ? {} : { quotaSize }),
      });
    assert.equal(await open(page, "quota"), "new 0");
    assert.equal(await install(page, "hoarder", { "index.ts": hoarder }), "committed 0 ");
    const { usage } = await session.send("Storage.getUsageAndQuota", { origin: new URL(page.url()).origin });
    await limit(usage + 300_000);
    const fill = (name: string) =>
      page.evaluate((given) => globalThis.controls.send("hoarder", "fill", { name: given, count: "1500" }), name);
    const outcomes: string[] = [];
    for (let i = 0; i < 20 && (outcomes.at(-1) ?? "committed 0 ") === "committed 0 "; i++)
      outcomes.push(
        await Promise.race([
          fill(`n${i}-`),
          page.waitForFunction(() => globalThis.controls.failures().length > 0).then(() => "stalled"),
        ]),
      );
    assert.equal(outcomes.at(-1), "stalled", outcomes.join());
    assert.deepEqual(
      new Set(await page.evaluate(() => globalThis.controls.failures())),
      new Set(["STORAGE_DISK_FULL"]),
    );
    const kept = await page.evaluate(() => globalThis.controls.tip());
    assert.equal(kept.height, String(outcomes.length));
    assert.equal(await page.evaluate(() => globalThis.controls.verify()), kept.hash);
    await page.reload();
    assert.equal(await open(page, "quota"), `kept ${kept.height}`);
    assert.equal((await page.evaluate(() => globalThis.controls.tip())).hash, kept.hash);
    await limit();
    assert.equal(await fill("more-"), "committed 0 ");
    assert.deepEqual(await page.evaluate(() => globalThis.controls.logs()), ["hoarder fill more-"]);
    await page.close();
  });
});
