import type { AuditRow } from "../../api/audit.ts";
import { nameOf, type ChainFacts } from "../chain-facts.ts";
import { Conditions, mapPage, readPage, type Page } from "../conditions.ts";
import type { Handler, ServiceParts } from "../context.ts";
import { departmentsOf } from "../standing.ts";

interface Row {
  readonly subject: string;
  readonly revision: number;
  readonly action: string;
  readonly by_uid: string;
  readonly department: string;
  readonly at: number;
  readonly was: string;
  readonly became: string;
  readonly reason: string;
  readonly basis: string;
  readonly tx: string;
  readonly height: number;
}

/** Audit rows that meet conditions, newest first. */
export async function readAudit(
  { store }: ServiceParts,
  facts: ChainFacts,
  conditions: Conditions,
  paging: { readonly page: number; readonly pageSize: number },
): Promise<Page<AuditRow>> {
  const page = await readPage<Row>(store, {
    columns: "*",
    from: "audits",
    conditions,
    orderBy: "at DESC, height DESC, subject, revision DESC",
    paging,
  });
  return mapPage(page, ({ by_uid: by, was: from, became: to, ...plain }) => ({
    ...plain,
    by,
    from,
    to,
    departmentName: nameOf(facts, plain.department),
  }));
}

export const listAudit: Handler<"listAudit"> = ({ parts, facts, standing, query }) => {
  const conditions = new Conditions()
    .addIf("department = ANY(?::text[])", departmentsOf(standing, query.department))
    .addIf("subject = ?", query.subject)
    .addIf("by_uid = ?", query.by)
    .addIf("action = ?", query.action)
    .addIf("at >= ?", query.from)
    .addIf("at < ?", query.to);
  return readAudit(parts, facts, conditions, query);
};
