import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type ServedAcademy, serveAcademy } from "@yanta/academy/server";
import { createExamFolder } from "../../apps/academy/src/examinations/exam-folder.ts";
import { type ExamService, openExamService } from "../../apps/academy/src/examinations/exam-service.ts";
import { lastSecond } from "../../apps/academy/src/examinations/exam.ts";
import { makeExam } from "../../apps/academy/src/examinations/testing/made-exam.ts";
import { chromiumTool, createProfile, type RunningBrowser, startBrowser } from "./chromium.ts";

const home = mkdtempSync(join(tmpdir(), "yanta-exam-page-"));
const profile = createProfile();
const opensAt = Math.floor(Date.now() / 1000);
const exam = makeExam({ opensAt, closesAt: opensAt + 3_600 });
let movedSeconds = 0;
let service: ExamService | undefined;
let served: ServedAcademy | undefined;
let browser: RunningBrowser | undefined;

describe("the page of an examination", { skip: chromiumTool.skip }, () => {
  before(async () => {
    createExamFolder(join(home, "exam-1"), exam, ["c1"]);
    service = await openExamService({
      folders: [join(home, "exam-1")],
      store: join(home, "store"),
      nowSeconds: () => Math.floor(Date.now() / 1000) + movedSeconds,
      onFailure: (error) => assert.fail(String(error)),
    });
    served = await serveAcademy(0, { exams: service });
    browser = await startBrowser(profile.folder);
  });

  after(async () => {
    await browser?.kill();
    await served?.close();
    await service?.close();
    profile.remove();
    rmSync(home, { recursive: true, force: true });
  });

  it("takes a candidate on a phone from entering over a reload and a lost connection to marks and an appeal", async () => {
    assert.ok(browser !== undefined && served !== undefined);
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("dialog", (dialog) => void dialog.accept());
    await page.setViewportSize({ width: 360, height: 780 });
    await page.goto(served.address);
    await page.getByRole("link", { name: "考试" }).click();
    const [, code = ""] = readFileSync(join(home, "exam-1", "codes.csv"), "utf8")
      .trim()
      .split(",");
    await page.locator("input[name=candidate]").fill("c1");
    await page.locator("input[name=code]").fill("wrong");
    await page.getByRole("button", { name: "进入考试" }).click();
    await page.getByText("考生号与准考码不符").waitFor();
    await page.locator("input[name=code]").fill(code);
    await page.getByRole("button", { name: "进入考试" }).click();
    await page.locator(".exam fieldset").first().waitFor();
    assert.equal(await page.locator(".exam fieldset").count(), 12);
    await page.locator(".exam fieldset").first().getByLabel("wrong").first().check();
    await page.locator(".state .good").waitFor();

    // Without a connection answers wait, and are saved when it is back.
    await page.context().setOffline(true);
    await page.locator(".exam fieldset").nth(1).getByLabel("right").check();
    await page.locator(".state .bad").waitFor();
    await page.context().setOffline(false);
    await page.locator(".state .good").waitFor();
    await page.reload();
    await page.locator(".exam fieldset").first().waitFor();
    assert.equal(await page.locator(".exam input:checked").count(), 2);

    await page.getByRole("button", { name: "English" }).click();
    assert.match(await page.locator(".state").innerText(), /Time left 00:[23]\d:\d\d\s+2\/12 answered/);
    const [wide, visible] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    assert.equal(wide, visible);
    await page.getByRole("button", { name: "Hand in the paper" }).click();
    await page.getByRole("button", { name: "Show my marks" }).click();
    await page.getByText("not before").waitFor();
    movedSeconds = lastSecond(exam) - opensAt + 10;
    await page.getByRole("button", { name: "Show my marks" }).click();
    await page.getByText("8 % · Not passed").waitFor();
    await page.locator("textarea").fill("Question 1 is ambiguous");
    await page.getByRole("button", { name: "Appeal" }).click();
    await page.getByText("waits for its decision").waitFor();
    assert.deepEqual(faults, []);
  });
});
