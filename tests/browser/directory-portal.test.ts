import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { xlsxType } from "../../apps/directory/src/api/exchange.ts";
import { entriesToXlsx } from "../../apps/directory/src/exchange/spreadsheet/write-entries.ts";
import { type DirectoryDemo, startDirectoryDemo, stopDirectoryDemo } from "../support/directory-demo.ts";
import { chromiumTool, createProfile, type RunningBrowser, startBrowser } from "./chromium.ts";

/** A block on a busy machine. */
const stepTimeoutMs = 60_000;
const root = mkdtempSync(join(tmpdir(), "yanta-portal-"));
const folder = join(root, "chain");
const profile = createProfile();
const faults: string[] = [];
let demo: DirectoryDemo;
let browser: RunningBrowser;

async function open(path: string, width = 1280): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(stepTimeoutMs);
  page.on("pageerror", (error) => faults.push(error.message));
  await page.setViewportSize({ width, height: 850 });
  await page.goto(`${demo.url}${path}`);
  return page;
}

/** A page of somebody of the city who has logged in with certificate and key. */
async function logIn(name: string): Promise<Page> {
  const page = await open("/login?lang=zh");
  const files = ["crt", "key"].map((ending) => join(folder, "directory/people", `${name}.${ending}`));
  await page.getByLabel("证书与私钥").setInputFiles(files);
  await page.getByRole("button", { name: "签名登录" }).click();
  await page.getByRole("heading", { name: "我的待办" }).waitFor();
  return page;
}

/** Presses a button of a request, fills in what it asks for, sees what is signed, signs, and waits for the block. */
async function act(page: Page, name: string, given: Readonly<Record<string, string>> = {}): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  for (const [label, value] of Object.entries(given)) await page.getByLabel(label).fill(value);
  if (Object.keys(given).length > 0) await page.getByRole("button", { name: "核对并签名" }).click();
  await sign(page);
}

async function sign(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByText("签名人").waitFor();
  await dialog.getByRole("button", { name: "签名并提交" }).click();
  const answer = dialog.getByText(/办理完成/).or(dialog.getByRole("alert"));
  await answer.waitFor();
  assert.match(await answer.innerText(), /办理完成/);
  await dialog.getByRole("button", { name: "关闭" }).last().click();
}

/** The same request on another member's page, as the chain has it now. */
async function show(page: Page, id: string): Promise<void> {
  await page.getByRole("link", { name: "共享申请" }).click();
  await page.locator(`a[href="/requests/${id}"]`).first().click();
  await page.locator("h1").waitFor();
}

/** Chooses a file of a spreadsheet program, sees its fault at the cell, chooses a good one and signs. */
async function importWorkbook(editor: Page): Promise<void> {
  const workbook = async (name: string, code: string): Promise<void> => {
    const content = {
      code,
      name: "表格文件测试目录",
      summary: "用于测试",
      provider: "",
      catalogue: "d0-cat0",
      format: 3,
      attribute: 3,
      cycle: 2,
      isSecret: false as const,
      sharing: { type: 1, mode: 2 },
      open: { type: 0 },
      items: [{ name: "名称", type: "C" }],
    };
    const buffer = Buffer.from(await entriesToXlsx([{ content, providerName: "", publishedAt: 0 }]));
    await editor.getByLabel(/文件/).setInputFiles({ name, mimeType: xlsxType, buffer });
  };
  await editor.getByRole("button", { name: "表格填报" }).click();
  await workbook("错误.xlsx", "无代码");
  await editor.getByText(/第 2 行「信息资源代码」（A2）/).waitFor();
  await workbook("目录.xlsx", "307003009/999002");
  await editor.getByText("校验通过").waitFor();
  await editor.getByRole("button", { name: "签名提交 1 条目录" }).click();
  await sign(editor);
  await editor.getByRole("link", { name: "表格文件测试目录" }).waitFor();
}

/** Waits until a request's page shows a state. */
const untilState = (page: Page, state: string): Promise<void> =>
  page.locator(".title .ui-badge", { hasText: state }).first().waitFor();

describe("the portal of the data directory", { skip: chromiumTool.skip, timeout: 300_000 }, () => {
  before(async () => {
    demo = await startDirectoryDemo(folder, root);
    browser = await startBrowser(profile.folder);
  });

  after(async () => {
    await browser?.kill();
    if (demo !== undefined) await stopDirectoryDemo(demo);
    profile.remove();
    rmSync(root, { recursive: true, force: true });
  });

  it("is searched by anybody, in both languages, on a phone as well", async () => {
    const page = await open("/?lang=zh", 360);
    await page.getByRole("searchbox").fill("纳税信用");
    await page.getByRole("button", { name: "检索" }).click();
    await page.locator(".hit mark").first().waitFor();
    assert.match(await page.locator(".hit").first().innerText(), /纳税信用/);
    const overflow = (): Promise<boolean> =>
      page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.equal(await overflow(), false, "search is wider than a phone");
    await page.locator(".hit h2 a").first().click();
    await page.getByRole("heading", { name: /信息项/ }).waitFor();
    assert.equal(await overflow(), false, "an entry is wider than a phone");
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { name: /^Items/ }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    for (const path of ["/statistics", "/tree"]) {
      await page.goto(`${demo.url}${path}`);
      await page.locator("main h1").waitFor();
      assert.equal(await overflow(), false, `${path} is wider than a phone`);
    }
    await page.close();
  });

  it("refuses a key that belongs to another certificate, and who is no member", async () => {
    const page = await open("/login?lang=zh");
    const people = join(folder, "directory/people");
    await page.getByLabel("证书与私钥").setInputFiles([join(people, "d0-editor.crt"), join(people, "d1-editor.key")]);
    await page.getByText("私钥与证书不匹配").waitFor();
    const admin = join(folder, "crypto-config/wx-org2.chainmaker.org/user/client1/client1.sign");
    await page.getByLabel("证书与私钥").setInputFiles([`${admin}.crt`, `${admin}.key`]);
    await page.getByRole("button", { name: "签名登录" }).click();
    await page.getByText("DIR_NONE").waitFor();
    await page.close();
  });

  it("leads a request through three people of two departments and the authority", async () => {
    const consumer = await logIn("d1-consumer");
    const compliance = await logIn("compliance");
    const provider = await logIn("d0-approver");
    await consumer.getByRole("link", { name: "目录检索" }).click();
    await consumer.getByLabel(/有条件共享/).check();
    await consumer.getByLabel("雁城市市场监督管理局").check();
    await consumer.locator(".hit h2 a").first().click();
    await consumer.getByRole("button", { name: "申请使用" }).click();
    const form = consumer.locator("form.form");
    await form.getByRole("checkbox").first().check();
    await form.getByLabel("用途").fill("核验办事材料");
    await form.getByRole("button", { name: "核对并签名" }).click();
    await sign(consumer);
    await consumer.getByRole("heading", { name: "办理过程" }).waitFor();
    const id = new URL(consumer.url()).pathname.split("/").at(-1) ?? "";
    await untilState(consumer, "已提交");

    await compliance.getByRole("link", { name: "我的待办" }).click();
    // The page asks again by itself.
    await compliance.locator(`a[href="/requests/${id}"]`).click();
    await act(compliance, "受理审查");
    await act(compliance, "合规审查通过");
    await show(provider, id);
    await act(provider, "同意共享");
    await act(provider, "签署共享协议");
    await show(consumer, id);
    await act(consumer, "签署共享协议");
    await show(provider, id);
    await untilState(provider, "协议已签");
    await act(provider, "授予访问权限", { 数据访问方式: "https://gateway.example/d0" });
    await show(consumer, id);
    await act(consumer, "启用");
    await untilState(consumer, "使用中");
    const steps = await consumer.locator("table").last().innerText();
    for (const step of ["申请使用数据", "受理审查", "合规审查通过", "同意共享", "签署共享协议", "授予访问权限", "启用"])
      assert.ok(steps.includes(step), `${step} is missing in:\n${steps}`);
    for (const page of [consumer, compliance, provider]) await page.close();
  });

  it("takes a table of entries, after its cells are right", async () => {
    const editor = await logIn("d0-editor");
    await editor.getByRole("link", { name: "本部门目录" }).click();
    await editor.getByRole("button", { name: "表格填报" }).click();
    const title =
      "信息资源代码,信息资源名称,摘要,所属目录,资源格式,资源属性,更新周期,共享类型,共享方式,开放属性,信息项名称,数据类型";
    const rows = (format: string): string =>
      `${title}\n307003009/999001,门户填报测试目录,用于测试的摘要,d0-cat0,${format},部门信息资源,每日,无条件共享,文件下载,0,名称,C\n,,,,,,,,,,编号,C`;
    await editor.getByLabel(/粘贴/).fill(rows("纸张"));
    await editor.getByText(/第 2 行「资源格式」/).waitFor();
    assert.equal(await editor.getByRole("button", { name: /签名提交/ }).isDisabled(), true);
    await editor.getByLabel(/粘贴/).fill(rows("数据库"));
    await editor.getByText("校验通过").waitFor();
    await editor.getByRole("button", { name: "签名提交 1 条目录" }).click();
    await sign(editor);
    await editor.getByRole("link", { name: "门户填报测试目录" }).waitFor();
    await importWorkbook(editor);
    await editor.close();
    assert.deepEqual(faults, []);
  });
});
