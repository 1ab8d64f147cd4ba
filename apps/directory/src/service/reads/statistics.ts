import type { DepartmentStatistics, SharingFlow, Totals } from "../../api/statistics.ts";
import { nameOf, type ChainFacts } from "../chain-facts.ts";
import type { Handler, ServiceParts } from "../context.ts";
import { listMax } from "../limits.ts";

const openStates = "('REJECTED', 'EXPIRED', 'REVOKED', 'COMPLETED', 'WITHDRAWN')";

export const getTotals: Handler<"getTotals"> = ({ parts }) =>
  parts.counts.get("totals", async (): Promise<Totals> => {
    const now = parts.nowSeconds();
    const [row] = await parts.store.query<Omit<Totals, "at">>(
      `SELECT (SELECT count(*) FROM departments WHERE state = 'ACTIVE') AS departments,
        (SELECT count(*) FROM members WHERE is_active) AS members,
        (SELECT count(*) FROM duties) AS duties,
        (SELECT count(*) FROM duties WHERE kind = 'system') AS systems,
        (SELECT count(*) FROM entries) AS entries,
        (SELECT count(*) FROM search) AS published,
        (SELECT count(*) FROM requests) AS requests,
        (SELECT count(*) FROM requests WHERE state NOT IN ${openStates} AND NOT (state = 'MEDIATED' AND outcome = 'stands')) AS "openRequests",
        (SELECT count(*) FROM requests WHERE state = 'ACTIVE') AS "activeGrants",
        (SELECT count(*) FROM receipts) AS deliveries,
        (SELECT count(*) FROM requests WHERE clock_rule <> '' AND NOT clock_paused AND clock_due <= $1)
          + (SELECT count(*) FROM entries WHERE clock_rule <> '' AND NOT clock_paused AND clock_due <= $1)
          + (SELECT count(*) FROM corrections WHERE clock_rule <> '' AND NOT clock_paused AND clock_due <= $1) AS overdue,
        (SELECT count(*) FROM corrections WHERE state IN ('OPEN', 'ACCEPTED', 'DONE')) AS "openCorrections"`,
      [now],
    );
    if (row === undefined) throw new TypeError("no totals");
    return { ...row, at: now };
  });

export const listDepartmentStatistics: Handler<"listDepartmentStatistics"> = ({ parts, facts }) =>
  parts.counts.get("statistics", async () => ({ items: await countDepartments(parts, facts) }));

interface Counted {
  readonly code: string;
  readonly what: string;
  readonly count: number;
}

/** Each count by department and what is counted. */
const counts = {
  entries: "SELECT provider AS code, state::text AS what, count(*) AS count FROM entries GROUP BY 1, 2",
  sharing: "SELECT department AS code, sharing::text AS what, count(*) AS count FROM search GROUP BY 1, 2",
  requestsMade: "SELECT consumer AS code, state AS what, count(*) AS count FROM requests GROUP BY 1, 2",
  requestsReceived: "SELECT provider AS code, state AS what, count(*) AS count FROM requests GROUP BY 1, 2",
  deliveries:
    "SELECT r.provider AS code, '' AS what, count(*) AS count FROM receipts p JOIN requests r ON r.id = p.request GROUP BY 1",
  corrections: `SELECT e.provider AS code, '' AS what, count(*) AS count FROM corrections k JOIN entries e ON e.code = k.entry
    WHERE k.state IN ('OPEN', 'ACCEPTED', 'DONE') GROUP BY 1`,
  systems: "SELECT department AS code, '' AS what, count(*) AS count FROM duties WHERE kind = 'system' GROUP BY 1",
} as const;

async function countDepartments(parts: ServiceParts, facts: ChainFacts): Promise<DepartmentStatistics[]> {
  const names = Object.keys(counts) as (keyof typeof counts)[];
  const read = await Promise.all(names.map((name) => parts.store.query<Counted>(counts[name])));
  const tables = new Map(names.map((name, index) => [name, read[index] ?? []]));
  const overdue = await countOverdue(parts, facts);
  const of = (name: keyof typeof counts, code: string): Record<string, number> =>
    Object.fromEntries(
      (tables.get(name) ?? []).filter((row) => row.code === code).map(({ what, count }) => [what, count]),
    );
  return [...facts.departments.values()].map(({ code, name, level }) => {
    const sharing = of("sharing", code);
    const [free = 0, conditional = 0, refused = 0] = [sharing["1"], sharing["2"], sharing["3"]];
    return {
      department: code,
      name,
      level,
      entries: of("entries", code),
      published: free + conditional + refused,
      sharing: { free, conditional, refused },
      requestsMade: of("requestsMade", code),
      requestsReceived: of("requestsReceived", code),
      deliveries: of("deliveries", code)[""] ?? 0,
      overdue: overdue.get(code) ?? 0,
      corrections: of("corrections", code)[""] ?? 0,
      systems: of("systems", code)[""] ?? 0,
    };
  });
}

/** Overdue steps by the department that owes them. */
async function countOverdue(
  { store, nowSeconds }: ServiceParts,
  facts: ChainFacts,
): Promise<ReadonlyMap<string, number>> {
  const rows = await store.query<Counted>(
    `SELECT code, '' AS what, count(*) AS count FROM (
       SELECT CASE WHEN clock_rule IN ('compliance', 'mediation') THEN $2 ELSE provider END AS code FROM requests
       WHERE clock_rule <> '' AND NOT clock_paused AND clock_due <= $1
       UNION ALL SELECT $2 FROM entries WHERE clock_rule <> '' AND NOT clock_paused AND clock_due <= $1
       UNION ALL SELECT e.provider FROM corrections k JOIN entries e ON e.code = k.entry
       WHERE k.clock_rule <> '' AND NOT k.clock_paused AND k.clock_due <= $1) owed GROUP BY 1`,
    [nowSeconds(), facts.authority],
  );
  return new Map(rows.map(({ code, count }) => [code, count]));
}

export const listSharing: Handler<"listSharing"> = ({ parts, facts }) =>
  parts.counts.get("sharing", async () => {
    const rows = await parts.store.query<Omit<SharingFlow, "providerName" | "consumerName">>(
      `SELECT r.provider, r.consumer, count(*) AS requests, count(*) FILTER (WHERE r.state = 'ACTIVE') AS active,
         coalesce(sum(p.deliveries), 0)::bigint AS deliveries, coalesce(sum(p.bytes), 0)::bigint AS bytes
       FROM requests r
       LEFT JOIN (SELECT request, count(*) AS deliveries, sum(size) AS bytes FROM receipts GROUP BY request) p ON p.request = r.id
       GROUP BY r.provider, r.consumer ORDER BY requests DESC, r.provider, r.consumer LIMIT ${listMax}`,
    );
    const items = rows.map((row) => ({
      ...row,
      providerName: nameOf(facts, row.provider),
      consumerName: nameOf(facts, row.consumer),
    }));
    return { items };
  });
