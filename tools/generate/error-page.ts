import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ErrorDescriptor, ErrorTable, Language } from "@yanta/errors";
import { renderTable, type GeneratedPage, type Words } from "./generated-page.ts";

/** The errors of one package; the title is the package's name. */
export interface ErrorSection {
  readonly title: string;
  readonly descriptors: Readonly<Record<string, ErrorDescriptor>>;
}

/** All coded errors, a section a package, codes in alphabetical order. */
export const errorPage: GeneratedPage = {
  path: "docs/generated/errors",
  async render(root, language) {
    const sections = await findErrorSections(root);
    return [heads[language], ...sections.map((section) => renderSection(section, language))].join("\n");
  },
};

const heads: Words = {
  en: "# Errors\n\nMade by `npm run generate` from the packages' `errors.ts`; do not edit. `{name}` stands for a detail of the case.\n",
  zh: "# 错误码\n\n由 `npm run generate` 根据各包的 `errors.ts` 生成，请勿手工修改。`{name}` 表示具体情况中的内容。\n",
};

const columns: Readonly<Record<Language, readonly string[]>> = {
  en: ["code", "what happened", "what to do", "may pass later"],
  zh: ["错误码", "说明", "处理办法", "可重试"],
};

/** The launcher's errors, then those of each package. */
export async function findErrorSections(root: string): Promise<readonly ErrorSection[]> {
  const launcher = JSON.parse(readFileSync(join(root, "bin/errors.json"), "utf8")) as ErrorSection["descriptors"];
  const tables = await findErrorTables(root);
  return [
    { title: "launcher", descriptors: launcher },
    ...tables.map(({ packageName, descriptors }) => ({ title: packageName, descriptors })),
  ];
}

/** Every export named `...Errors` of the packages' `errors.ts` files. */
async function findErrorTables(root: string): Promise<readonly ErrorTable<string>[]> {
  const files = globSync("{packages,apps}/*/src/**/errors.ts", { cwd: root }).toSorted();
  const modules = await Promise.all(
    files.map(
      async (file) => (await import(pathToFileURL(join(root, file)).href)) as Readonly<Record<string, unknown>>,
    ),
  );
  return modules.flatMap((exports) =>
    Object.entries(exports)
      .filter(([name]) => name.endsWith("Errors"))
      .map(([, table]) => table as ErrorTable<string>),
  );
}

function renderSection({ title, descriptors }: ErrorSection, language: Language): string {
  const rows = Object.entries(descriptors)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, descriptor]) => {
      const { message, advice } = descriptor[language];
      const retry = { en: ["yes", "no"], zh: ["是", "否"] }[language];
      return [`\`${code}\``, message, advice, retry[descriptor.retryable ? 0 : 1] ?? ""];
    });
  return `## ${title}\n\n${renderTable(columns[language], rows)}\n`;
}
