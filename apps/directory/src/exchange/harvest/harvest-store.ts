import type { Content } from "../../api/entry.ts";
import type { ExchangeStore } from "../exchange-store.ts";
import { datasetsMax } from "./limits.ts";
import type { HarvestSource } from "./harvest-source.ts";
import type { RemoteDataset } from "./remote-dataset.ts";
import { toDraft } from "./to-draft.ts";

/** Up to where a source was read. */
export interface Position {
  /** CKAN: time of the last change that was read. DCAT: address of the next page; empty for the beginning. */
  readonly position: string;
  /** CKAN: changes of that very time that were read. */
  readonly passed: number;
}

export interface HarvestState extends Position {
  readonly source: string;
  /** Unix seconds; 0 for never. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly nextAt: number;
  readonly pages: number;
  readonly refused: number;
  readonly fault: string;
}

interface StateRow {
  readonly source: string;
  readonly position: string;
  readonly passed: number;
  readonly started_at: number;
  readonly finished_at: number;
  readonly next_at: number;
  readonly pages: number;
  readonly refused: number;
  readonly fault: string;
}

export async function readHarvest(store: ExchangeStore, source: string): Promise<HarvestState> {
  return store.do(async (sql) => {
    await sql.query("INSERT INTO harvests (source) VALUES ($1) ON CONFLICT DO NOTHING", [source]);
    const [row] = await sql.query<StateRow>("SELECT * FROM harvests WHERE source = $1", [source]);
    if (row === undefined) throw new Error(`no row of ${source}`);
    const { started_at: startedAt, finished_at: finishedAt, next_at: nextAt, ...rest } = row;
    return { ...rest, startedAt, finishedAt, nextAt };
  });
}

/** Notes that a run begins; one that broke off goes on where it was. */
export function beginHarvest(store: ExchangeStore, source: string, now: number): Promise<unknown> {
  return store.do((sql) =>
    sql.query("UPDATE harvests SET started_at = $2, pages = 0, refused = 0, fault = '' WHERE source = $1", [
      source,
      now,
    ]),
  );
}

export interface HarvestEnd {
  readonly now: number;
  readonly nextAt: number;
  /** Code of the error that ended it; empty when all was read. */
  readonly fault: string;
  /** Whether the next run begins anew: where this one stopped, nothing can be read. */
  readonly startsAnew: boolean;
}

export function endHarvest(
  store: ExchangeStore,
  source: string,
  { now, nextAt, fault, startsAnew }: HarvestEnd,
): Promise<unknown> {
  const finished = fault === "" ? now : 0;
  return store.do((sql) =>
    sql.query(
      `UPDATE harvests SET finished_at = CASE WHEN $2::bigint > 0 THEN $2 ELSE finished_at END, next_at = $3, fault = $4,
         position = CASE WHEN $5 THEN '' ELSE position END WHERE source = $1`,
      [source, finished, nextAt, fault, startsAnew],
    ),
  );
}

/** Keeps a page's drafts and the position after it, together. Data sets that did not change keep what they are. */
export function savePage(
  store: ExchangeStore,
  source: HarvestSource,
  page: { readonly datasets: readonly RemoteDataset[]; readonly refused: number; readonly now: number } & Position,
): Promise<void> {
  return store.do(async (sql) => {
    const { name } = source;
    const [top] = await sql.query<{ number: number | null; count: number }>(
      "SELECT max(number) AS number, count(*) AS count FROM harvested WHERE source = $1",
      [name],
    );
    let next = (top?.number ?? source.firstNumber - 1) + 1;
    let room = datasetsMax - (top?.count ?? 0);
    const known = await sql.query<{ remote: string; number: number }>(
      "SELECT remote, number FROM harvested WHERE source = $1 AND remote = ANY($2::text[])",
      [name, page.datasets.map(({ id }) => id)],
    );
    const numbers = new Map(known.map(({ remote, number }) => [remote, number]));
    for (const dataset of page.datasets) {
      const isNew = !numbers.has(dataset.id);
      if (isNew && room <= 0) continue;
      const number = numbers.get(dataset.id) ?? next++;
      if (isNew) room--;
      numbers.set(dataset.id, number);
      const draft = toDraft(dataset, source, number);
      await sql.query(
        `INSERT INTO harvested (source, remote, number, modified, code, body, read_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (source, remote) DO UPDATE SET modified = excluded.modified, body = excluded.body,
           read_at = CASE WHEN harvested.body = excluded.body THEN harvested.read_at ELSE excluded.read_at END`,
        [name, dataset.id, number, dataset.modified.slice(0, 40), draft.code, JSON.stringify(draft), page.now],
      );
    }
    await sql.query(
      "UPDATE harvests SET position = $2, passed = $3, pages = pages + 1, refused = refused + $4 WHERE source = $1",
      [name, page.position, page.passed, page.refused],
    );
  });
}

/** A harvested draft, and when it was last read anew. */
export interface Draft {
  readonly content: Content;
  readonly readAt: number;
}

/** Harvested drafts that follow a code, in the order of their codes. */
export async function readDrafts(
  store: ExchangeStore,
  source: string,
  after: string,
  limit: number,
): Promise<readonly Draft[]> {
  const rows = await store.do((sql) =>
    sql.query<{ body: string; read_at: number }>(
      "SELECT body, read_at FROM harvested WHERE source = $1 AND code > $2 ORDER BY code LIMIT $3",
      [source, after, limit],
    ),
  );
  return rows.map(({ body, read_at: readAt }) => ({ content: JSON.parse(body) as Content, readAt }));
}

export async function countDrafts(store: ExchangeStore, source: string): Promise<number> {
  const [row] = await store.do((sql) =>
    sql.query<{ count: number }>("SELECT count(*) AS count FROM harvested WHERE source = $1", [source]),
  );
  return row?.count ?? 0;
}
