import type { Duty } from "../../api/department.ts";
import { Conditions } from "../conditions.ts";
import type { Handler } from "../context.ts";
import { listMax } from "../limits.ts";

export const listDepartments: Handler<"listDepartments"> = async ({ parts, facts, query }) => {
  const counts = await parts.counts.get("departments", async () => {
    const entries = await parts.store.query<{ code: string; count: number }>(
      "SELECT department AS code, count(*) AS count FROM search GROUP BY department",
    );
    const systems = await parts.store.query<{ code: string; count: number }>(
      "SELECT department AS code, count(*) AS count FROM duties WHERE kind = 'system' GROUP BY department",
    );
    return { entries: toMap(entries), systems: toMap(systems) };
  });
  const items = [...facts.departments.values()]
    .filter(({ parent }) => query.parent === undefined || parent === query.parent)
    .filter(({ name }) => query.q === undefined || name.includes(query.q))
    .map((department) => ({
      ...department,
      entries: counts.entries.get(department.code) ?? 0,
      systems: counts.systems.get(department.code) ?? 0,
    }));
  return { items };
};

function toMap(rows: readonly { readonly code: string; readonly count: number }[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ code, count }) => [code, count]));
}

export const listDuties: Handler<"listDuties"> = async ({ parts, query }) => {
  const conditions = new Conditions()
    .add("d.parent = ?", query.parent ?? "")
    .addIf("d.department = ?", query.department);
  const items = await parts.store.query<Duty>(
    `SELECT d.id, d.kind, d.parent, d.name, d.department,
       (SELECT count(*) FROM duties below WHERE below.parent = d.id) AS children,
       (SELECT count(*) FROM search s WHERE s.catalogue = d.id) AS entries
     FROM duties d ${conditions.where} ORDER BY d.department, d.id LIMIT ${listMax}`,
    conditions.values,
  );
  return { items: [...items] };
};

export const listRules: Handler<"listRules"> = async ({ parts }) => ({
  items: [...(await parts.chainFacts.readRules())],
});
