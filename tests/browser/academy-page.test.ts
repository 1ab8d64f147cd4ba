import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { type ServedAcademy, serveAcademy } from "@yanta/academy/server";
import { chromiumTool, createProfile, type RunningBrowser, startBrowser } from "./chromium.ts";

/** Opening a chain, grading and loading a compiler on a busy machine. */
const stepTimeoutMs = 120_000;

const names = {
  zh: {
    lab: "开始实验",
    run: "执行",
    check: "检查我的结果",
    submit: "提交",
    notYet: "还没有完成",
    passed: "通过",
    done: "已完成",
  },
  en: {
    lab: "Open the lab",
    run: "Run",
    check: "Check my work",
    submit: "Submit",
    notYet: "Not finished yet",
    passed: "Passed",
    done: "done",
  },
} as const;

const profile = createProfile();
let browser: RunningBrowser | undefined;
let served: ServedAcademy | undefined;

async function openAcademy(
  language: "zh" | "en",
  width: number,
): Promise<{ readonly page: Page; readonly faults: string[] }> {
  assert.ok(browser !== undefined && served !== undefined);
  const page = await browser.newPage();
  page.setDefaultTimeout(stepTimeoutMs);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  // Also what the page's policy refuses.
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.setViewportSize({ width, height: 844 });
  await page.goto(served.address);
  await page.waitForSelector(".lessons");
  if (language === "en") await page.getByRole("button", { name: "English" }).click();
  return { page, faults };
}

async function run(page: Page, command: string, button: string): Promise<void> {
  await page.locator(".prompt input").fill(command);
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.waitForSelector(".prompt button:not([disabled])");
}

async function outputOf(page: Page): Promise<string> {
  return (await page.locator(".output").textContent()) ?? "";
}

describe("the academy's page", { skip: chromiumTool.skip }, () => {
  before(async () => {
    served = await serveAcademy(0);
    browser = await startBrowser(profile.folder);
  });

  after(async () => {
    await browser?.kill();
    await served?.close();
    profile.remove();
  });

  it("takes a learner through lesson, quiz and lab on a phone, in Chinese; a reload loses nothing", async () => {
    const { page, faults } = await openAcademy("zh", 360);
    const words = names.zh;
    await page.locator(".lessons a").first().click();
    await page.waitForSelector("article h1");
    assert.ok(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      "the lesson is wider than the screen",
    );
    await page.locator("fieldset").first().locator("input").nth(1).check();
    assert.match((await page.locator("fieldset .bad").first().textContent()) ?? "", /✗/);
    await page.getByRole("link", { name: words.lab }).click();
    await page.waitForSelector(".prompt input");
    const codes = await page.locator(".text li code").allTextContents();
    const [, , , hash = "", , name = "", , time = ""] = codes;
    await run(page, `send fact save file_hash=${hash} file_name=${name} time=${time}`, words.run);
    assert.match(await outputOf(page), /ok block=6/);
    await page.getByRole("button", { name: words.check }).click();
    await page.getByText(words.notYet).waitFor();
    await page.reload();
    await page.waitForSelector(".prompt input");
    const sealed = (await page.locator(".text li").nth(1).textContent())?.match(/\d/)?.[0] ?? "";
    await run(page, `block ${sealed}`, words.run);
    const blockHash = /hash=([0-9a-f]{64})/.exec(await outputOf(page))?.[1] ?? "";
    await run(page, `send fact save file_hash=${blockHash} file_name=block-${sealed} time=1`, words.run);
    assert.match(await outputOf(page), /ok block=7/, "the chain went on where it was before the reload");
    await page.getByRole("button", { name: words.submit, exact: true }).click();
    await page.locator(".result").getByText(words.passed).waitFor();
    await page.goto(served?.address ?? "");
    await page.getByText(words.done).first().waitFor();
    assert.deepEqual(faults, []);
    await page.close();
  });

  it("compiles a learner's contract and tries it out in the tab, in English", async () => {
    const { page, faults } = await openAcademy("en", 1280);
    const words = names.en;
    await page.goto(`${served?.address ?? ""}#/developer/01-first-contract/lab`);
    await page.waitForSelector("textarea");
    const contract = ((await page.locator(".tabs button").first().textContent()) ?? "").replace(".ts", "");
    const source = await page.locator("textarea").inputValue();
    const [add = "", total = ""] = [...source.matchAll(/function (\w+)/g)].map((match) => match[1]);
    const text = (await page.locator(".text").textContent()) ?? "";
    const [, item = "", first = "", second = ""] = /item=(\w+) add (\d+) first and then (\d+)/.exec(text) ?? [];
    const finished = source
      .replace("// TODO", "totals.set(item, totals.getOr(item, 0) + quantity);")
      .replace("return 0;", "return totals.getOr(item, 0);");
    await page.locator("textarea").fill(finished.replace("totals.set", "totals.sett"));
    await run(page, `install ${contract} 1.0`, words.run);
    assert.match(await outputOf(page), /does not compile: 6:\d+/);
    await page.locator("textarea").fill(finished);
    await run(page, `install ${contract} 1.0`, words.run);
    for (const amount of [first, second])
      await run(page, `send ${contract} ${add} item=${item} quantity=${amount}`, words.run);
    await run(page, `query ${contract} ${total} item=${item}`, words.run);
    assert.match(await outputOf(page), new RegExp(`result ${Number(first) + Number(second)}\n`));
    await page.getByRole("button", { name: words.check }).click();
    await page.locator(".result").getByText(words.passed).waitFor();
    assert.deepEqual(faults, []);
    await page.close();
  });
});
