import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Language } from "@yanta/errors";
import type { Check } from "../check/check.ts";
import { cliPage } from "./cli-page.ts";
import { configurationPage } from "./configuration-page.ts";
import { errorPage } from "./error-page.ts";
import { pageFile, type GeneratedPage } from "./generated-page.ts";
import { metricsPage } from "./metrics-page.ts";

const pages: readonly GeneratedPage[] = [errorPage, configurationPage, cliPage, metricsPage];
const languages: readonly Language[] = ["en", "zh"];

/** Writes every page of `docs/generated`. */
export async function writeGeneratedPages(root: string): Promise<void> {
  for (const { file, text } of await renderPages(root)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

/** The pages of `docs/generated` are what the source says. */
export const generatedPagesDrift: Check = {
  name: "generated pages",
  async find(root) {
    const fresh = await renderPages(root);
    return fresh
      .filter(({ file, text }) => !existsSync(join(root, file)) || readFileSync(join(root, file), "utf8") !== text)
      .map(({ file }) => `${file} differs: run npm run generate`);
  },
};

async function renderPages(root: string): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const wanted = pages.flatMap((page) => languages.map((language) => ({ page, language })));
  return Promise.all(
    wanted.map(async ({ page, language }) => ({
      file: pageFile(page, language),
      text: await page.render(root, language),
    })),
  );
}
