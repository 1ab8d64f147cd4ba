import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { parsePrivateKey } from "@yanta/crypto";
import { readCertificate, revokeCertificates } from "../../apps/academy/src/certificates/cohort-folder.ts";
import { drawPng, drawSvg, qrText } from "../../apps/academy/src/certificates/draw-certificate.ts";
import { buildVerifyPage } from "../../apps/academy/src/verify-page/build-verify-page.ts";
import { type AnchoredCohort, makeAnchoredCohort } from "../support/anchored-cohort.ts";
import { chromiumTool, createProfile, type RunningBrowser, startBrowser } from "./chromium.ts";

const profile = createProfile();
let made: AnchoredCohort;
let browser: RunningBrowser | undefined;

describe("the page that checks certificates", { skip: chromiumTool.skip }, () => {
  before(async () => {
    made = await makeAnchoredCohort();
    writeFileSync(join(made.folder, "verify.html"), await buildVerifyPage());
    const file = readCertificate(made.folder, 1);
    writeFileSync(join(made.folder, "two.png"), await drawPng(file));
    writeFileSync(join(made.folder, "two.svg"), drawSvg(file));
    browser = await startBrowser(profile.folder);
  });

  after(async () => {
    await browser?.kill();
    profile.remove();
    made.remove();
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
    const at = (name: string): string => join(made.folder, name);
    const [, paper = ""] = qrText(readCertificate(made.folder, 1).credential).split("#");
    await page.goto(`${pathToFileURL(at("verify.html")).href}#${paper}`);
    await page.locator("#certificate").waitFor();
    if ((await page.locator("html").getAttribute("lang")) !== "en") await page.locator("#language").click();

    await page.locator("#trust-input").setInputFiles(readdirSync(made.trust).map((name) => join(made.trust, name)));
    await page.locator("#evidence-input").setInputFiles([at("cohort.json"), at("status.json")]);
    await page.locator("#certificate-input").setInputFiles(at("two.png"));
    await page.locator(".verdict.good").waitFor();
    assert.match(await page.locator("#check-anchor").innerText(), /✓ .*chain1 #\d+.*org1\.example/);
    assert.match(await page.locator("#paper").innerText(), /✓/);
    await page.locator("#language").click();
    assert.match(await page.locator("#verdict").innerText(), /有效：全部检查均通过/);
    const [wide, visible] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    assert.equal(wide, visible);

    // What is wrong is named.
    const changed = readFileSync(at("two.svg"), "utf8").replace('"value":"100"', '"value":"99"');
    writeFileSync(at("changed.svg"), changed);
    await page.locator("#certificate-input").setInputFiles(at("changed.svg"));
    await page.locator(".verdict.bad").waitFor();
    assert.match(await page.locator("#check-signature").innerText(), /✗ .*ACADEMY_CERTIFICATE_SIGNATURE/);
    assert.match(await page.locator("#paper").innerText(), /✗/);
    const key = parsePrivateKey(readFileSync(made.keyFile, "utf8"));
    const asOf = "2026-11-24T09:00:00Z";
    writeFileSync(at("later.json"), JSON.stringify(await revokeCertificates(made.folder, { key, indexes: [1], asOf })));
    await page.locator("#certificate-input").setInputFiles(at("two.svg"));
    await page.locator(".verdict.good").waitFor();
    await page.locator("#evidence-input").setInputFiles([at("cohort.json"), at("later.json")]);
    await page.locator(".verdict.bad").waitFor();
    assert.match(await page.locator("#check-status").innerText(), /✗ .*ACADEMY_CERTIFICATE_REVOKED/);
    writeFileSync(at("garbage.json"), "{");
    await page.locator("#certificate-input").setInputFiles(at("garbage.json"));
    await page.getByText("ACADEMY_CERTIFICATE_UNREADABLE").waitFor();

    assert.deepEqual(
      requests.filter((url) => !url.startsWith("file:")),
      [],
    );
    assert.deepEqual(faults, []);
  });
});
