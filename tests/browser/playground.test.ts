import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { bundleForBrowser } from "./bundle.ts";
import { chromiumTool, createProfile, type RunningBrowser, startBrowser } from "./chromium.ts";
import { type PageServer, servePage } from "./page-server.ts";
import type { PageInfo } from "./playground/page.ts";

/** Issue B: the chain core, here with the playground's Worker around it. */
const workerGzipBytesMax = 1_500_000;
/** The page's side is only messages. */
const pageGzipBytesMax = 10_000;
/** Issue B: a tab is ready in this time. */
const bootMsMax = 2000;
const killRounds = 6;
const bootKillRounds = 5;
const seed = Number(process.env["PLAYGROUND_SEED"] ?? Math.floor(Math.random() * 1e9) + 1);

const factBytecode = readFileSync(
  new URL("../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url),
);

const profile = createProfile();
let browser: RunningBrowser | undefined;
let server: PageServer | undefined;

interface OpenedPage {
  readonly page: Page;
  /** Ids of transactions that the page saw in a block. */
  readonly acknowledged: Set<string>;
}

async function openPage(acknowledged = new Set<string>()): Promise<OpenedPage> {
  assert.ok(browser !== undefined && server !== undefined);
  const page = await browser.newPage();
  await page.exposeFunction("acknowledged", (txId: string) => void acknowledged.add(txId));
  await page.goto(server.address);
  return { page, acknowledged };
}

function open(page: Page, name: string, storage: "opfs" | "memory" = "opfs"): Promise<PageInfo> {
  return page.evaluate((options) => globalThis.page.open(options), { name, storage } as const);
}

async function install(page: Page): Promise<void> {
  assert.equal(await page.evaluate(() => globalThis.page.install()), "committed 0 ");
}

function verify(page: Page): Promise<string> {
  return page.evaluate(() => globalThis.page.verify());
}

/** Numbers from a seed, below 1. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe("a playground in a browser's tab", { skip: chromiumTool.skip }, () => {
  before(async () => {
    console.log(`PLAYGROUND_SEED=${seed}`);
    const [page, worker] = await Promise.all([
      bundleForBrowser({ entry: new URL("playground/page.ts", import.meta.url), minify: true }),
      bundleForBrowser({
        entry: new URL("../../packages/playground/src/worker/main.ts", import.meta.url),
        minify: true,
      }),
    ]);
    const sizes = { page: gzipSync(page.code).length, worker: gzipSync(worker.code).length };
    console.log(`gzip: page ${sizes.page} bytes, Worker ${sizes.worker} bytes`);
    assert.ok(sizes.page <= pageGzipBytesMax && sizes.worker <= workerGzipBytesMax);
    server = await servePage({
      "/page.js": page.code,
      "/worker.js": worker.code,
      "/fact.wasm": factBytecode,
    });
    browser = await startBrowser(profile.folder);
  });

  after(async () => {
    await browser?.kill();
    await server?.close();
    profile.remove();
  });

  it("goes on after a reload, within 2 s for a chain of hundreds of blocks", async () => {
    const { page } = await openPage();
    const first = await open(page, "boot");
    assert.equal(first.isNew, true);
    assert.ok(first.totalMs < bootMsMax, `${first.totalMs} ms for a new chain`);
    await install(page);
    await page.evaluate(() => globalThis.page.save("a", 300, 1));
    await page.reload();
    const second = await open(page, "boot");
    assert.deepEqual([second.isNew, second.height], [false, "301"]);
    assert.ok(second.totalMs < bootMsMax, `${second.totalMs} ms for ${second.height} blocks`);
    const boots = [first, second].map(({ bootMs, totalMs }) => `${Math.round(bootMs)} of ${Math.round(totalMs)}`);
    console.log(`boot: new ${boots[0]} ms, 301 blocks ${boots[1]} ms (Worker of whole)`);
    assert.match(await page.evaluate(() => globalThis.page.find("a299")), /a299/);
    assert.equal(await verify(page), `301 ${second.hash}`);
    await page.evaluate(() => globalThis.page.close());
    await page.close();
  });

  it("goes back to a snapshot, also in what is stored", async () => {
    const { page } = await openPage();
    await open(page, "revert");
    await install(page);
    await page.evaluate(() => globalThis.page.save("a", 3, 1));
    const id = await page.evaluate(() => globalThis.page.snapshot());
    await page.evaluate(() => globalThis.page.save("b", 3, 1));
    const reverted = await page.evaluate(async (snapshot) => {
      const started = performance.now();
      return { height: await globalThis.page.revert(snapshot), ms: performance.now() - started };
    }, id);
    assert.equal(reverted.height, "4");
    console.log(`revert: ${reverted.ms.toFixed(1)} ms`);
    assert.equal(await page.evaluate(() => globalThis.page.find("b0")), "");
    await page.reload();
    const again = await open(page, "revert");
    assert.equal(again.height, "4");
    assert.equal(await verify(page), `4 ${again.hash}`);
    await page.close();
  });

  it("is open in one tab at a time", async () => {
    const [first, second] = [await openPage(), await openPage()];
    await open(first.page, "one");
    await assert.rejects(open(second.page, "one"), /PLAYGROUND_IN_USE/);
    await open(second.page, "two");
    await open((await openPage()).page, "one", "memory");
    await first.page.close();
    await second.page.close();
  });

  it("runs the example of its README", async () => {
    const readme = readFileSync(new URL("../../packages/playground/README.md", import.meta.url), "utf8");
    const [worker = "", main = ""] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
    const folder = new URL("./playground/", import.meta.url);
    const bundles = await Promise.all([worker, main].map((source) => bundleForBrowser({ entry: { source, folder } })));
    const example = await servePage({
      "/page.js": bundles[1]?.code ?? "",
      "/playground-worker.ts": bundles[0]?.code ?? "",
      "/fact.wasm": factBytecode,
    });
    try {
      assert.ok(browser !== undefined);
      const page = await browser.newPage();
      const said: string[] = [];
      const ended = new Promise<void>((resolve, reject) => {
        page.on("console", (message) => {
          said.push(message.text());
          if (message.text() === "the end") resolve();
        });
        page.on("pageerror", reject);
      });
      await page.goto(example.address);
      await ended;
      assert.deepEqual(said.slice(0, 2), ["block 1 with 1 transactions", "block 2 with 1 transactions"]);
      assert.match(said[2] ?? "", /^committed .*diploma\.pdf/);
      assert.equal(said[3], "height 1");
      await page.close();
    } finally {
      await example.close();
    }
  });

  it("a tab killed while it makes a playground leaves a whole one or none", async () => {
    const random = createRandom(seed);
    for (let round = 0; round < bootKillRounds; round++) {
      const { page } = await openPage();
      const opening = page
        .evaluate(() => globalThis.page.open({ name: "boot-kill", start: "new" }))
        .catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, random() * 250));
      await crashTab(page);
      await opening;
      const { page: next } = await openPage();
      const { height, hash } = await open(next, "boot-kill");
      assert.equal(height, "0");
      assert.equal(await verify(next), `0 ${hash}`);
      await next.close();
    }
  });

  it("keeps everything acknowledged when tab or browser is killed under load", async () => {
    const random = createRandom(seed);
    const acknowledged = new Set<string>();
    const setup = await openPage();
    await open(setup.page, "kill");
    await install(setup.page);
    await setup.page.close();
    for (let round = 0; round < killRounds; round++) {
      const { page } = await openPage(acknowledged);
      const { isNew } = await open(page, "kill");
      assert.equal(isNew, false);
      const [known, missing] = [
        acknowledged.size,
        await page.evaluate((ids) => globalThis.page.missing(ids), [...acknowledged]),
      ];
      assert.deepEqual(missing, [], `round ${round}`);
      await verify(page);
      // The page never answers: it ends in the middle.
      const load = page
        .evaluate((prefix) => globalThis.page.save(prefix, 1e6, 8), `round${round}-`)
        .catch(() => undefined);
      while (acknowledged.size < known + 5) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, random() * 300));
      await (round % 2 === 0 ? crashTab(page) : restartBrowser());
      await load;
    }
    const { page } = await openPage();
    await open(page, "kill");
    assert.deepEqual(await page.evaluate((ids) => globalThis.page.missing(ids), [...acknowledged]), []);
    console.log(`kills: ${killRounds} of tab and browser, ${acknowledged.size} acknowledged, ${await verify(page)}`);
    await page.close();
  });
});

/** Kills the process of a tab. */
async function crashTab(page: Page): Promise<void> {
  const crashed = new Promise((resolve) => page.once("crash", resolve));
  const session = await page.context().newCDPSession(page);
  // It never answers: its process is gone.
  void session.send("Page.crash").catch(() => undefined);
  await crashed;
  await page.close();
}

async function restartBrowser(): Promise<void> {
  await browser?.kill();
  browser = await startBrowser(profile.folder);
}
