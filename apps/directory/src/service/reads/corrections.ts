import type { Correction } from "../../api/request.ts";
import { pathToEntryCode } from "../../api/values.ts";
import { clockOf, type ClockColumns } from "../../deadline/clock-of.ts";
import { nameOf } from "../chain-facts.ts";
import { Conditions, mapPage, readPage } from "../conditions.ts";
import type { Handler } from "../context.ts";
import { departmentsOf } from "../standing.ts";

interface Row extends ClockColumns {
  readonly id: string;
  readonly entry: string;
  readonly entry_name: string;
  readonly field: string;
  readonly evidence: string;
  readonly department: string;
  readonly provider: string;
  readonly state: Correction["state"];
  readonly at: number;
}

export const listCorrections: Handler<"listCorrections"> = async ({ parts, facts, standing, query, sight }) => {
  const departments = departmentsOf(standing, query.department);
  const conditions = new Conditions().addIf(
    "(k.department = ANY(?::text[]) OR e.provider = ANY(?::text[]))",
    departments,
  );
  if (query.entry !== undefined) conditions.add("k.entry = ?", pathToEntryCode(query.entry));
  const page = await readPage<Row>(parts.store, {
    columns: "k.*, e.provider, coalesce(c.name, '') AS entry_name",
    from: "corrections k JOIN entries e ON e.code = k.entry LEFT JOIN contents c ON c.code = e.code AND c.version = e.version",
    conditions,
    orderBy: "k.at DESC, k.id",
    paging: query,
  });
  const look = await sight();
  return mapPage(page, (row) => {
    const { id, entry, field, evidence, department, provider, state, at } = row;
    const plain = { id, entry, field, evidence, department, provider, state, at };
    return {
      ...plain,
      entryName: row.entry_name,
      departmentName: nameOf(facts, department),
      clock: clockOf(row, look),
    };
  });
};
