import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { bytesToHex } from "@yanta/bytes";
import { getBlockHeader, getChainConfig } from "@yanta/sdk";
import type { Page } from "playwright-core";
import { createAudit } from "../../apps/directory/src/audit/create-audit.ts";
import { buildVerifyPage } from "../../apps/directory/src/verify-page/build-verify-page.ts";
import { openChainCity } from "../../contracts/directory/tests/city.ts";
import { officials } from "../../contracts/directory/tests/people.ts";
import { chromiumTool, createProfile, type RunningBrowser, startBrowser } from "./chromium.ts";

const profile = createProfile();
const folder = mkdtempSync(join(tmpdir(), "yanta-verify-"));
const pageFile = join(folder, "verify.html");
const roots: string[] = [];
let browser: RunningBrowser | undefined;
let bundle = new Uint8Array();

/** Files as a page's drop event carries them. */
async function drop(
  page: Page,
  zone: string,
  names: readonly string[],
  contents: readonly Uint8Array[],
): Promise<void> {
  const files = names.map((name, index) => ({ name, base64: Buffer.from(contents[index] ?? []).toString("base64") }));
  const transfer = await page.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const { name, base64 } of list)
      data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    return data;
  }, files);
  await page.dispatchEvent(zone, "drop", { dataTransfer: transfer });
}

describe("the page that checks audit bundles", { skip: chromiumTool.skip }, () => {
  before(async () => {
    const city = await openChainCity();
    await city.publish();
    await city.request("R1", "ACTIVE");
    const client = city.host.chain.client(city.host.memberOf(officials.auditor));
    const subject = { kind: "request", id: "R1", contract: "directory" } as const;
    ({ bundle } = (await createAudit(client, { subject, bindings: [] })) as { bundle: Uint8Array<ArrayBuffer> });
    const save = (name: string, text: string): void => {
      writeFileSync(join(folder, name), text);
      roots.push(join(folder, name));
    };
    save("genesis.hash", bytesToHex((await getBlockHeader(client, 0n)).blockHash));
    for (const [index, { root }] of (await getChainConfig(client)).trustRoots.entries())
      save(`org${index + 1}.crt`, root.join("\n"));
    writeFileSync(pageFile, await buildVerifyPage());
    browser = await startBrowser(profile.folder);
  });

  after(async () => {
    await browser?.kill();
    profile.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it("works from a file, without a network, under its policy, in both languages, on a narrow screen", async () => {
    assert.ok(browser);
    const page = await browser.newPage();
    const faults: string[] = [];
    const requests: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("request", (request) => request.url().startsWith("data:") || requests.push(request.url()));
    await page.setViewportSize({ width: 360, height: 780 });
    await page.goto(pathToFileURL(pageFile).href);
    await page.locator("#bundle").waitFor();
    if ((await page.locator("html").getAttribute("lang")) !== "en") await page.locator("#language").click();

    await drop(page, "#bundle", ["bundle.zip"], [bundle]);
    await page.locator("#roots-input").setInputFiles(roots);
    await page.locator(".verdict.good").waitFor();
    assert.match(await page.locator(".summary").innerText(), /Deeds 1 to 8 of request\.R1 are all here/);
    assert.match(await page.locator(".summary").innerText(), /No votes decide on this chain/);
    await page.locator("#language").click();
    assert.match(await page.locator(".summary").innerText(), /request\.R1 的第 1 至第 8 次操作全部在内/);
    const [wide, visible] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    assert.equal(wide, visible);

    const damaged = bundle.slice();
    damaged[200] = (damaged[200] ?? 0) ^ 1;
    await drop(page, "#bundle", ["bundle.zip"], [damaged]);
    await page.locator(".verdict.bad").waitFor();
    assert.match(await page.locator(".verdict.bad").innerText(), /证明包被拒绝。 PROOF_/);
    await drop(page, "#bundle", ["bundle.zip"], [bundle]);
    await page.locator(".verdict.good").waitFor();
    await drop(page, "#roots", ["genesis.hash"], [new TextEncoder().encode("00".repeat(32))]);
    await page.locator(".verdict.bad").waitFor();
    assert.match(await page.locator(".verdict.bad").innerText(), /PROOF_GENESIS_FOREIGN/);

    const isBlocked = await page.evaluate(() =>
      fetch("http://127.0.0.1:9/").then(
        () => false,
        () => true,
      ),
    );
    assert.equal(isBlocked, true);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith("file:")),
      [],
      "the policy stops a request before it is one",
    );
    assert.deepEqual(
      faults.filter((fault) => !/Content Security Policy/.test(fault)),
      [],
    );
  });
});
