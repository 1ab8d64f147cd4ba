import { csvType, type FileAnswer, xlsxType } from "../../api/exchange.ts";
import type { Content } from "../../api/entry.ts";
import { askSearch } from "../../search/ask-search.ts";
import { nameOf } from "../../service/chain-facts.ts";
import type { Handler } from "../../service/context.ts";
import { serviceErrors } from "../../service/errors.ts";
import { readImportTable } from "./import-table.ts";
import { exportedEntriesMax, tablesAtOnceMax } from "./limits.ts";
import { readTable } from "./read-table.ts";
import { templateCsv, templateXlsx } from "./template.ts";
import { entriesToCsv, entriesToXlsx, type ExportedEntry } from "./write-entries.ts";

export const getTemplate: Handler<"getTemplate"> = async ({ query: { format } }) =>
  format === "csv" ? csvFile("目录模板.csv", templateCsv) : xlsxFile("目录模板.xlsx", await templateXlsx());

interface PublishedRow {
  readonly code: string;
  readonly provider: string;
  readonly published_at: number;
  readonly body: string;
}

export const exportSearch: Handler<"exportSearch"> = ({ parts, facts, query: { format, formats, ...question } }) =>
  oneOfFew(async () => {
    const wanted = formats === undefined ? question : { ...question, format: formats };
    const { codes } = await askSearch(parts.store, { ...wanted, page: 1, pageSize: exportedEntriesMax });
    const rows = await parts.store.query<PublishedRow>(
      `SELECT e.code, e.provider, e.published_at, c.body FROM entries e
       JOIN contents c ON c.code = e.code AND c.version = e.published_version WHERE e.code = ANY($1::text[])`,
      [codes],
    );
    const byCode = new Map(rows.map((row) => [row.code, row]));
    const entries = codes.flatMap((code): readonly ExportedEntry[] => {
      const row = byCode.get(code);
      if (row === undefined) return [];
      const content = JSON.parse(row.body) as Content;
      return [{ content, providerName: nameOf(facts, row.provider), publishedAt: row.published_at }];
    });
    return format === "csv"
      ? csvFile("目录.csv", entriesToCsv(entries))
      : xlsxFile("目录.xlsx", await entriesToXlsx(entries));
  });

export const checkTable: Handler<"checkTable"> = ({ standing, body }) =>
  oneOfFew(async () => {
    const { rows, entries, faults, notes } = readImportTable(await readTable(body), standing.member.department);
    return { rows: rows.length, entries: [...entries] as Content[], faults: [...faults], notes: [...notes] };
  });

let running = 0;

/** Tables take the process's only thread for up to a second: those who come too many at once are told to come again. */
async function oneOfFew<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  if (running >= tablesAtOnceMax) throw serviceErrors.create("DIRECTORY_SERVICE_BUSY");
  running++;
  try {
    return await work();
  } finally {
    running--;
  }
}

function csvFile(name: string, text: string): FileAnswer {
  return { type: `${csvType}; charset=utf-8`, bytes: new TextEncoder().encode(text), name };
}

function xlsxFile(name: string, bytes: Uint8Array): FileAnswer {
  return { type: xlsxType, bytes, name };
}
