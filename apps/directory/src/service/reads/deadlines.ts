import type { Deadline } from "../../api/clock.ts";
import { clockOf, type ClockColumns } from "../../deadline/clock-of.ts";
import { heirOf, nameOf, type ChainFacts } from "../chain-facts.ts";
import { Conditions, readPage, mapPage } from "../conditions.ts";
import type { Handler } from "../context.ts";
import { departmentsOf } from "../standing.ts";

interface Row extends ClockColumns {
  readonly kind: "request" | "entry" | "correction";
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly provider: string;
}

const clockColumns = ["rule", "started", "days", "due", "paused", "provisional"].map((name) => `clock_${name}`);

const columnsOf = (alias: string): string => clockColumns.map((name) => `${alias}.${name}`).join(", ");

/** Clocks that run, whoever owes the step. */
const running = `(
  SELECT 'request' AS kind, r.id, r.state, r.entry, r.version, r.provider, ${columnsOf("r")} FROM requests r WHERE r.clock_rule <> '' AND NOT r.clock_paused
  UNION ALL
  SELECT 'entry', e.code, e.state::text, e.code, e.version, e.provider, ${columnsOf("e")} FROM entries e WHERE e.clock_rule <> '' AND NOT e.clock_paused
  UNION ALL
  SELECT 'correction', k.id, k.state, k.entry, e.version, e.provider, ${columnsOf("k")}
  FROM corrections k JOIN entries e ON e.code = k.entry WHERE k.clock_rule <> '' AND NOT k.clock_paused) d
  LEFT JOIN contents c ON c.code = d.entry AND c.version = d.version`;

/** Rules whose step the authority owes: its registrars and compliance officers. */
const ofAuthority = ["entryReview", "compliance", "mediation"];

export const listDeadlines: Handler<"listDeadlines"> = async ({ parts, facts, standing, query, sight }) => {
  const departments = departmentsOf(standing, query.department);
  const look = await sight();
  const conditions = new Conditions().addIf("d.kind = ?", query.kind);
  if (departments !== undefined) {
    const rules = conditions.value(ofAuthority);
    const isAuthority = departments.includes(facts.authority);
    const own = `d.provider = ANY(?::text[]) AND d.clock_rule <> ALL(${rules}::text[])`;
    conditions.add(isAuthority ? `(${own} OR d.clock_rule = ANY(${rules}::text[]))` : `(${own})`, departments);
  }
  if (query.isOverdue !== undefined) conditions.add(query.isOverdue ? "d.clock_due <= ?" : "d.clock_due > ?", look.now);
  const page = await readPage<Row>(parts.store, {
    columns: `d.kind, d.id, d.state, d.provider, ${columnsOf("d")}, coalesce(c.name, '') AS title`,
    from: running,
    conditions,
    orderBy: "d.clock_due, d.kind, d.id",
    paging: query,
  });
  return mapPage(page, (row): Deadline => {
    const department = owes(facts, row);
    const { kind, id, title, state } = row;
    const clock = clockOf(row, look);
    if (clock === null) throw new TypeError(`${kind} ${id} has no clock`);
    return {
      subject: `${kind}.${id}`,
      kind,
      id,
      title,
      state,
      department,
      departmentName: nameOf(facts, department),
      clock,
    };
  });
};

function owes(facts: ChainFacts, { clock_rule: rule, provider }: Row): string {
  return ofAuthority.includes(rule) ? facts.authority : heirOf(facts, provider);
}
