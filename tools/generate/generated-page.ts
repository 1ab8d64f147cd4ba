import type { Language } from "@yanta/errors";

/** A page of `docs/generated` that comes out of the source. */
export interface GeneratedPage {
  /** Path without language and ending, e.g. `docs/generated/errors`. */
  readonly path: string;
  render(root: string, language: Language): Promise<string>;
}

/** English and Chinese words of one meaning. */
export type Words = Readonly<Record<Language, string>>;

/** `docs/generated/errors.md`, `docs/generated/errors.zh.md` */
export function pageFile(page: GeneratedPage, language: Language): string {
  return `${page.path}${language === "en" ? "" : `.${language}`}.md`;
}

/** A Markdown table; cells may hold `|` and line breaks. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
