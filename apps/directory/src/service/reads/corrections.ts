import type { Correction, CorrectionAction } from "../../api/request.ts";
import { pathToEntryCode } from "../../api/values.ts";
import { clockOf, type ClockColumns, type ClockSight } from "../../deadline/clock-of.ts";
import { nameOf, type ChainFacts } from "../chain-facts.ts";
import { Conditions, mapPage, readPage } from "../conditions.ts";
import type { Handler, ServiceParts } from "../context.ts";
import { serviceErrors } from "../errors.ts";
import { departmentsOf, needParty, type Standing } from "../standing.ts";
import { readAudit } from "./audit.ts";

interface Row extends ClockColumns {
  readonly id: string;
  readonly entry: string;
  readonly entry_name: string;
  readonly field: string;
  readonly evidence: string;
  readonly department: string;
  readonly person: string;
  readonly provider: string;
  readonly state: Correction["state"];
  readonly at: number;
}

const columns = "k.*, e.provider, coalesce(c.name, '') AS entry_name";
const from =
  "corrections k JOIN entries e ON e.code = k.entry LEFT JOIN contents c ON c.code = e.code AND c.version = e.version";

export const listCorrections: Handler<"listCorrections"> = async ({ parts, facts, standing, query, sight }) => {
  const departments = departmentsOf(standing, query.department);
  const conditions = new Conditions().addIf(
    "(k.department = ANY(?::text[]) OR e.provider = ANY(?::text[]))",
    departments,
  );
  if (query.entry !== undefined) conditions.add("k.entry = ?", pathToEntryCode(query.entry));
  const page = await readPage<Row>(parts.store, {
    columns,
    from,
    conditions,
    orderBy: "k.at DESC, k.id",
    paging: query,
  });
  const look = await sight();
  return mapPage(page, (row) => correctionOf(facts, row, look));
};

function correctionOf(facts: ChainFacts, row: Row, sight: ClockSight): Correction {
  const { id, entry, field, evidence, department, provider, state, at } = row;
  return {
    id,
    entry,
    field,
    evidence,
    department,
    provider,
    state,
    at,
    entryName: row.entry_name,
    departmentName: nameOf(facts, department),
    clock: clockOf(row, sight),
  };
}

/** A ticket that the member's department is part of. */
async function readCorrection({ store }: ServiceParts, standing: Standing, id: string): Promise<Row> {
  const [row] = await store.query<Row>(`SELECT ${columns} FROM ${from} WHERE k.id = $1`, [id]);
  if (row === undefined) throw serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: `correction ${id}` });
  needParty(standing, row.department, row.provider);
  return row;
}

export const getCorrection: Handler<"getCorrection"> = async ({ parts, facts, standing, params, sight }) => {
  const row = await readCorrection(parts, standing, params.id);
  const [opening] = await parts.store.query<{ reason: string }>(
    "SELECT reason FROM audits WHERE subject = $1 AND action = 'openCorrection'",
    [`correction.${row.id}`],
  );
  return {
    ...correctionOf(facts, row, await sight()),
    providerName: nameOf(facts, row.provider),
    text: opening?.reason ?? "",
    actions: [...correctionActionsOf(row, standing)],
  };
};

export const listCorrectionHistory: Handler<"listCorrectionHistory"> = async (call) => {
  const { parts, facts, standing, params, query } = call;
  const row = await readCorrection(parts, standing, params.id);
  return readAudit(parts, facts, new Conditions().add("subject = ?", `correction.${row.id}`), query);
};

const answers: Readonly<Partial<Record<Correction["state"], readonly CorrectionAction[]>>> = {
  OPEN: ["accept", "refuse"],
  ACCEPTED: ["done"],
};

const decisions: Readonly<Partial<Record<Correction["state"], readonly CorrectionAction[]>>> = {
  OPEN: ["withdraw"],
  ACCEPTED: ["withdraw"],
  DONE: ["close", "reopen"],
  REFUSED: ["reopen"],
};

/** What a member may do to a ticket now. Spec: the contract's corrections.ts. */
export function correctionActionsOf(
  { department, provider, person, state }: Pick<Row, "department" | "provider" | "person" | "state">,
  { member, departments, person: self }: Pick<Standing, "member" | "departments" | "person">,
): readonly CorrectionAction[] {
  const mayAnswer = member.roles.includes("provider") && departments.includes(provider) && person !== self;
  return [
    ...(mayAnswer ? (answers[state] ?? []) : []),
    ...(departments.includes(department) ? (decisions[state] ?? []) : []),
  ];
}
