import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Locator, Page } from "playwright-core";
import { type ServedPage, servePage } from "../../packages/playground/demo/serve-page.ts";
import { chromiumTool, createProfile, type RunningBrowser, startBrowser } from "./chromium.ts";

/** Loading a compiler on a busy machine. */
const compileTimeoutMs = 120_000;

const names = {
  en: {
    deploy: "Compile and deploy",
    snapshot: "Snapshot",
    trace: "Trace",
    events: "Events",
    logs: "Log",
    back: "Back to 1",
  },
  zh: { deploy: "编译并部署", snapshot: "快照", trace: "轨迹", events: "事件", logs: "日志", back: "回到 1" },
} as const;

const profile = createProfile();
let browser: RunningBrowser | undefined;
let served: ServedPage | undefined;

async function openDemo(
  language: "en" | "zh",
  width: number,
): Promise<{ readonly page: Page; readonly faults: string[] }> {
  assert.ok(browser !== undefined && served !== undefined);
  const page = await browser.newPage();
  page.setDefaultTimeout(compileTimeoutMs);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  // Also what the page's policy refuses.
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.setViewportSize({ width, height: 844 });
  await page.goto(`${served.address}?lang=${language}`);
  await page.waitForSelector(".panel");
  return { page, faults };
}

function method(page: Page, name: string): Locator {
  return page.locator(".method").filter({ has: page.getByRole("heading", { name, exact: true }) });
}

async function call(page: Page, name: string, values: readonly string[]): Promise<string> {
  const form = method(page, name);
  for (const [index, value] of values.entries()) await form.locator("input").nth(index).fill(value);
  await form.getByRole("button").click();
  const answer = form.locator(".answer.good, .answer.error");
  await answer.waitFor();
  return answer.innerText();
}

async function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

describe("the demo page", { skip: chromiumTool.skip }, () => {
  before(async () => {
    served = await servePage(0);
    browser = await startBrowser(profile.folder);
  });

  after(async () => {
    await browser?.kill();
    await served?.close();
    profile.remove();
  });

  for (const [language, width] of [
    ["en", 1280],
    ["zh", 360],
  ] as const)
    it(`takes a developer from source to trace, language ${language}, ${width} pixels wide`, async () => {
      const { page, faults } = await openDemo(language, width);
      const words = names[language];
      assert.equal(await page.evaluate(() => document.documentElement.lang), language === "zh" ? "zh-CN" : "en");
      await page.getByRole("button", { name: words.deploy }).click();
      await method(page, "write").waitFor();
      await page.getByRole("button", { name: words.snapshot, exact: true }).click();
      assert.match(await call(page, "write", ["雁塔题名"]), /^1 · /);
      assert.equal(await call(page, "read", ["1"]), "雁塔题名");
      await page.getByRole("tab", { name: words.trace }).click();
      assert.match(await page.locator(".trace").innerText(), /notes\.write\(.*雁塔题名/);
      for (const [tab, text] of [
        [words.events, /notes note_written\s+1, [0-9a-f]{40}/],
        [words.logs, /notes\s+note 1/],
      ] as const) {
        await page.getByRole("tab", { name: tab }).click();
        assert.match(await page.locator(".list:visible").innerText(), text);
      }
      assert.equal(await isTooWide(page), false);
      await page.getByRole("button", { name: words.back }).click();
      await page.waitForFunction(() => document.querySelectorAll(".block").length === 1);
      assert.match(await call(page, "read", ["1"]), /4/);

      await page.locator("textarea").fill("export function run(): string {\n  return 1;\n}");
      await page.getByRole("button", { name: words.deploy }).click();
      await page.locator(".diagnostic").click();
      assert.deepEqual(
        await page
          .locator("textarea")
          .evaluate(({ value, selectionStart }: HTMLTextAreaElement) =>
            value.slice(selectionStart, selectionStart + 2),
          ),
        "1;",
      );

      await page.locator("select").first().selectOption("1");
      await page.getByRole("button", { name: words.deploy }).click();
      await method(page, "transfer").waitFor();
      const issuer = await call(page, "issuer", []);
      assert.match(issuer, /^0x[0-9a-f]{40}$/);
      assert.equal(await call(page, "balanceOf", [issuer]), "1000");
      assert.match(await call(page, "transfer", [issuer, "1"]), /\(4\).*: not enough points$/);
      assert.equal(await isTooWide(page), false);

      await page.reload();
      await page.waitForSelector(".panel");
      await page.locator(".side select").first().selectOption("points");
      assert.equal(await call(page, "balanceOf", [issuer]), "1000");
      assert.deepEqual(faults, []);
      await page.close();
      await startAgain();
    });
});

/** Another profile's storage: the next test begins with a chain of its own. */
async function startAgain(): Promise<void> {
  await browser?.kill();
  profile.remove();
  browser = await startBrowser(profile.folder);
}
