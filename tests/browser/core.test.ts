import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { caseNames } from "./conformance/case-names.ts";
import { bundleConformance, vectorTexts } from "./conformance/bundle-conformance.ts";
import type { ConformanceReport } from "./conformance/registered-tests.ts";
import { bundleForBrowser } from "./bundle.ts";
import { chromiumTool, createProfile, startBrowser, type RunningBrowser } from "./chromium.ts";
import { createSoloChainInput } from "./core/solo-chain-input.ts";
import { runSoloChain, type SoloChainOutput } from "./core/solo-chain.ts";
import type { CoreRequest } from "./core/worker.ts";
import { type PageServer, servePage } from "./page-server.ts";
import { runWorker } from "./run-worker.ts";

/** Issue B: the chain core loads quickly over a slow line. */
const coreGzipBytesMax = 1_500_000;

const profile = createProfile();
let browser: RunningBrowser | undefined;
let server: PageServer | undefined;

async function openPage(): Promise<Page> {
  assert.ok(browser !== undefined && server !== undefined);
  const page = await browser.newPage();
  await page.goto(server.address);
  return page;
}

describe("the chain core in a browser's Worker", { skip: chromiumTool.skip }, () => {
  before(async () => {
    const [conformance, core] = await Promise.all([
      bundleConformance(),
      bundleForBrowser({ entry: new URL("core/worker.ts", import.meta.url) }),
    ]);
    server = await servePage({
      "/conformance.js": conformance.code,
      "/vectors.json": JSON.stringify(vectorTexts()),
      "/core.js": core.code,
    });
    browser = await startBrowser(profile.folder);
  });

  after(async () => {
    await browser?.kill();
    await server?.close();
    profile.remove();
  });

  it("bundles without anything of Node.js, within 1.5 MB", async () => {
    const { code, inputs } = await bundleForBrowser({
      entry: new URL("core/chain-core.ts", import.meta.url),
      minify: true,
    });
    const foreign = inputs.flatMap((path) => /.*node_modules\/([^/]+)/.exec(path)?.[1] ?? []);
    assert.deepEqual([...new Set(foreign)].toSorted(), ["@bufbuild", "@noble"]);
    assert.doesNotMatch(code, /["']node:/);
    const gzipBytes = gzipSync(code).length;
    console.log(`chain core: ${code.length} bytes, ${gzipBytes} with gzip`);
    assert.ok(gzipBytes <= coreGzipBytesMax, `${gzipBytes} bytes`);
  });

  it("passes ChainMaker's vectors", async () => {
    const page = await openPage();
    const report = await runWorker<ConformanceReport>(page, "/conformance.js");
    assert.deepEqual(report.failed, []);
    const passed = new Set(report.passed);
    assert.deepEqual(
      caseNames().filter((name) => !passed.has(name)),
      [],
    );
    console.log(`vectors: ${report.passed.length} cases passed`);
    await page.close();
  });

  for (const version of ["2030200", "2030600", "2030700"]) {
    it(`makes the blocks that Node.js makes of the same input, block version ${version}`, async () => {
      const input = createSoloChainInput(version);
      const expected = await runSoloChain(input);
      const page = await openPage();
      const ask = async (message: CoreRequest): Promise<unknown> => {
        const answer = await runWorker<{ readonly value?: unknown; readonly error?: string }>(
          page,
          "/core.js",
          message,
        );
        assert.equal(answer.error, undefined);
        return answer.value;
      };
      const { blocks: _, ...same } = (await ask({ kind: "run", input })) as SoloChainOutput;
      const { blocks, ...wanted } = expected;
      assert.deepEqual(same, wanted);
      assert.equal(wanted.blockHashes.length, 4);
      assert.match(wanted.queryResult, /hash2/);
      assert.deepEqual(await ask({ kind: "replay", input, blocks }), wanted.blockHashes);
      await page.close();
    });
  }
});
