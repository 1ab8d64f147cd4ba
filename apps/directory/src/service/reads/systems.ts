import type { SystemStatus } from "../../api/statistics.ts";
import { nameOf, type ChainFacts } from "../chain-facts.ts";
import type { Handler, ServiceParts } from "../context.ts";

const day = 86_400;

/** Seconds until something new is expected, by update cycle: 实时 and 每日 a day, 每周, 每月, 每季度, 每年. */
const cycleSeconds: readonly number[] = [0, day, day, 7 * day, 31 * day, 92 * day, 366 * day];

interface Row {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly catalogue: string;
  readonly entries: number;
  readonly cycle: number;
  readonly last_activity: number;
}

/** Whether the entries of each system's catalogue are kept fresh: by publications and deliveries, which the chain shows. */
export const listSystems: Handler<"listSystems"> = async ({ parts, facts, query }) => {
  const all = await parts.counts.get("systems", () => readSystems(parts, facts));
  const found = all
    .filter(({ department }) => query.department === undefined || department === query.department)
    .filter(({ status }) => query.status === undefined || status === query.status);
  const { page, pageSize } = query;
  return { items: found.slice((page - 1) * pageSize, page * pageSize), total: found.length, page, pageSize };
};

async function readSystems({ store, nowSeconds }: ServiceParts, facts: ChainFacts): Promise<readonly SystemStatus[]> {
  const rows = await store.query<Row>(
    `WITH fresh AS (
       SELECT s.catalogue, count(*) AS entries, min(s.cycle) AS cycle, max(s.published_at) AS published_at FROM search s GROUP BY s.catalogue),
     delivered AS (
       SELECT s.catalogue, max(p.delivered_at) AS delivered_at
       FROM receipts p JOIN requests r ON r.id = p.request JOIN search s ON s.code = r.entry GROUP BY s.catalogue)
     SELECT d.id, d.name, d.department, d.parent AS catalogue, coalesce(f.entries, 0) AS entries, coalesce(f.cycle, 0) AS cycle,
       greatest(coalesce(f.published_at, 0), coalesce(v.delivered_at, 0)) AS last_activity
     FROM duties d LEFT JOIN fresh f ON f.catalogue = d.parent LEFT JOIN delivered v ON v.catalogue = d.parent
     WHERE d.kind = 'system' ORDER BY d.department, d.id`,
  );
  const now = nowSeconds();
  return rows.map(({ last_activity: lastActivity, ...row }) => {
    const span = cycleSeconds[row.cycle] ?? 0;
    const expectedBy = row.entries === 0 ? 0 : lastActivity + span;
    return {
      ...row,
      departmentName: nameOf(facts, row.department),
      lastActivity,
      expectedBy,
      status: statusOf(row, expectedBy, span, now),
    };
  });
}

/** Late: its time is over; silent: by two cycles more. */
function statusOf(
  { entries }: Pick<Row, "entries">,
  expectedBy: number,
  span: number,
  now: number,
): SystemStatus["status"] {
  if (entries === 0) return "empty";
  if (now <= expectedBy) return "fresh";
  return now <= expectedBy + 2 * span ? "late" : "silent";
}
