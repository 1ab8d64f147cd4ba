import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ErrorDescriptor, ErrorTable } from "@yanta/errors";
import type { Check } from "../check/check.ts";

export const errorDocsPath = "docs/generated/errors.md";

/** The errors of one package; the title is the package's name. */
export interface ErrorSection {
  readonly title: string;
  readonly descriptors: Readonly<Record<string, ErrorDescriptor>>;
}

/** `docs/generated/errors.md` is what the packages' error tables say. */
export const errorDocsDrift: Check = {
  name: "generated error list",
  async find(root) {
    const fresh = await renderErrorDocs(root);
    const kept =
      globSync(errorDocsPath, { cwd: root }).length === 0 ? "" : readFileSync(join(root, errorDocsPath), "utf8");
    return fresh === kept ? [] : [`${errorDocsPath} differs: run npm run generate`];
  },
};

/** The page of all coded errors, a section a package, codes in alphabetical order. */
export async function renderErrorDocs(root: string): Promise<string> {
  const sections = await findErrorSections(root);
  const head =
    "# Errors\n\nMade by `npm run generate` from the packages' `errors.ts`; do not edit.\n`{name}` stands for a detail of the case.\n";
  return [head, ...sections.map(renderSection)].join("\n");
}

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
  const files = globSync("packages/*/src/**/errors.ts", { cwd: root }).toSorted();
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

function renderSection({ title, descriptors }: ErrorSection): string {
  const rows = Object.entries(descriptors)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { en, zh, retryable }]) => {
      const cells = [
        `\`${code}\``,
        `${en.message} ${en.advice}`,
        `${zh.message}${zh.advice}`,
        retryable ? "yes" : "no",
      ];
      return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
    });
  return `## ${title}\n\n| code | what happened, what to do | 说明与处理 | may pass later |\n|---|---|---|---|\n${rows.join("\n")}\n`;
}
