import Papa from "papaparse";
import { writeXlsx } from "hucre/xlsx";
import type { Content } from "../../api/entry.ts";
import { titles } from "./template.ts";

/** A published entry as an export shows it. */
export interface ExportedEntry {
  readonly content: Content;
  readonly providerName: string;
  readonly publishedAt: number;
}

/** The template's columns, so that what was exported can be changed and imported; then what only the chain says. */
const head: readonly string[] = [...titles, "提供方", "发布日期"];

/** One row an item; the entry's own cells stand in its first row. */
function rowsOf({ content, providerName, publishedAt }: ExportedEntry): readonly (readonly string[])[] {
  const { sharing, open } = content;
  const own = [
    content.code,
    content.name,
    content.provider,
    content.summary,
    content.catalogue,
    content.format,
    content.attribute,
    content.cycle,
    sharing.type,
    sharing.mode ?? "",
    sharing.condition ?? "",
    sharing.basis ?? "",
    open.type,
    open.condition ?? "",
    (content.related ?? []).join(","),
  ].map(String);
  const end = [providerName, new Date(publishedAt * 1000).toISOString().slice(0, 10)];
  return content.items.map(({ name, type, length }, index) => [
    ...(index === 0 ? own : own.map(() => "")),
    name,
    type,
    length === undefined ? "" : String(length),
    ...(index === 0 ? end : end.map(() => "")),
  ]);
}

/** CSV for spreadsheet programs: no cell is taken for a formula. */
export function entriesToCsv(entries: readonly ExportedEntry[]): string {
  const rows = entries.flatMap((entry) => rowsOf(entry));
  return `\ufeff${Papa.unparse([head, ...rows], { escapeFormulae: true })}\r\n`;
}

/** A workbook in which every cell is a text. */
export function entriesToXlsx(entries: readonly ExportedEntry[]): Promise<Uint8Array> {
  const rows = [head, ...entries.flatMap((entry) => rowsOf(entry))].map((row) => [...row]);
  const columns = head.map(() => ({ width: 18, numFmt: "@" }));
  return writeXlsx({ sheets: [{ name: "政务信息资源目录", rows, columns, freezePane: { rows: 1 } }] });
}
