import type { Content } from "../api/entry.ts";
import { upsertRows, type Sql } from "@yanta/index-store";
import type { Row } from "../projection/row-batch.ts";
import { shapes } from "../projection/tables.ts";
import { searchWords } from "./search-words.ts";

/** Codes of one question. */
const codesMax = 2_000;

export interface Published {
  readonly code: string;
  readonly version: number;
  readonly published_at: number;
  readonly provider: string;
  readonly department: string;
  readonly district: string;
  readonly name: string;
  readonly summary: string;
  readonly catalogue: string;
  readonly attribute: number;
  readonly format: number;
  readonly cycle: number;
  readonly sharing: number;
  readonly open: number;
  readonly body: string;
}

/** Brings the search up to date with entries that blocks wrote: what is published now can be found, nothing else. */
export async function indexEntries(sql: Sql, written: readonly Row[]): Promise<void> {
  const codes = written.map(({ code }) => String(code));
  for (let start = 0; start < codes.length; start += codesMax) {
    const some = codes.slice(start, start + codesMax);
    await sql.query(
      `DELETE FROM search WHERE code IN (SELECT code FROM entries WHERE code = ANY($1::text[]) AND published_version = 0)`,
      [some],
    );
    await upsertRows(sql, shapes.search, (await readPublished(sql, some)).map(searchRow));
  }
}

/** Entries whose published version is not the one that the search has. */
function readPublished(sql: Sql, codes: readonly string[]): Promise<readonly Published[]> {
  return sql.query<Published>(
    `SELECT e.code, c.version, e.published_at, e.provider, d.name AS department, d.district, c.name, c.summary, c.catalogue,
       c.attribute, c.format, c.cycle, c.sharing, c.open, c.body
     FROM entries e
     JOIN contents c ON c.code = e.code AND c.version = e.published_version
     JOIN departments d ON d.code = e.provider
     LEFT JOIN search s ON s.code = e.code
     WHERE e.code = ANY($1::text[]) AND (s.version, s.published_at) IS DISTINCT FROM (e.published_version, e.published_at)`,
    [codes],
  );
}

/** The row by which a published entry is found. */
export function searchRow({ body, department: office, summary, provider, ...published }: Published): Row {
  const { code, name, district, attribute, format, cycle, sharing, open, catalogue } = published;
  const items = (JSON.parse(body) as Content).items.map((item) => item.name);
  const facets = { department: provider, district, theme: code.slice(0, 3), attribute, format, cycle, sharing, open };
  const words = searchWords({ code, name, items, department: office, summary, facets: { ...facets, catalogue } });
  return { ...published, ...facets, words };
}
