import type { Receipt, Request } from "../../api/request.ts";
import { pathToEntryCode } from "../../api/values.ts";
import { clockOf, type ClockColumns, type ClockSight } from "../../deadline/clock-of.ts";
import { nameOf, type ChainFacts } from "../chain-facts.ts";
import { Conditions, mapPage, readPage } from "../conditions.ts";
import type { Handler, ServiceParts } from "../context.ts";
import { serviceErrors } from "../errors.ts";
import { departmentsOf, needParty, type Standing } from "../standing.ts";
import { readAudit } from "./audit.ts";
import { isOpenRequest, requestActionsOf } from "./request-actions.ts";

export interface RequestRow extends ClockColumns {
  readonly id: string;
  readonly entry: string;
  readonly entry_name: string;
  readonly version: number;
  readonly confirmed_version: number;
  readonly consumer: string;
  readonly provider: string;
  readonly state: Request["state"];
  readonly fields: string[];
  readonly purpose: string;
  readonly until: number;
  readonly uses_max: number;
  readonly used: number;
  readonly agreement: string;
  readonly consumer_signed: boolean;
  readonly provider_signed: boolean;
  readonly access: string;
  readonly suspended_at: number;
  readonly outcome: Request["outcome"];
  readonly revision: number;
  readonly at: number;
  readonly hands: readonly string[];
}

const from = "requests r LEFT JOIN contents c ON c.code = r.entry AND c.version = r.version";
const columns = "r.*, coalesce(c.name, '') AS entry_name";

/** States in which nobody owes anything any more. */
const ends =
  "r.state IN ('REJECTED', 'EXPIRED', 'REVOKED', 'COMPLETED', 'WITHDRAWN') OR (r.state = 'MEDIATED' AND r.outcome = 'stands')";

export const listRequests: Handler<"listRequests"> = async ({ parts, facts, standing, query, sight }) => {
  const departments = departmentsOf(standing, query.department);
  const conditions = new Conditions().addIf("r.state = ?", query.state);
  if (query.entry !== undefined) conditions.add("r.entry = ?", pathToEntryCode(query.entry));
  if (departments !== undefined) {
    const sides = { consumer: ["consumer"], provider: ["provider"], any: ["consumer", "provider"] }[query.side];
    conditions.add(`(${sides.map((side) => `r.${side} = ANY(?::text[])`).join(" OR ")})`, departments);
  }
  if (query.isOpen !== undefined) conditions.addText(query.isOpen ? `NOT (${ends})` : `(${ends})`);
  const page = await readPage<RequestRow>(parts.store, {
    columns,
    from,
    conditions,
    orderBy: "r.at DESC, r.id",
    paging: query,
  });
  const look = await sight();
  return mapPage(page, (row) => requestOf(facts, row, look));
};

export function requestOf(facts: ChainFacts, row: RequestRow, sight: ClockSight): Request {
  const {
    id,
    entry,
    version,
    consumer,
    provider,
    state,
    fields,
    purpose,
    until,
    used,
    agreement,
    access,
    outcome,
    revision,
    at,
  } = row;
  return {
    id,
    entry,
    version,
    consumer,
    provider,
    state,
    fields,
    purpose,
    until,
    used,
    agreement,
    access,
    outcome,
    revision,
    at,
    entryName: row.entry_name,
    confirmedVersion: row.confirmed_version,
    consumerName: nameOf(facts, consumer),
    providerName: nameOf(facts, provider),
    usesMax: row.uses_max,
    consumerSigned: row.consumer_signed,
    providerSigned: row.provider_signed,
    suspendedAt: row.suspended_at,
    clock: clockOf(row, sight),
    isOpen: isOpenRequest(row),
  };
}

/** A request that the member's department is part of. */
export async function readRequest(parts: ServiceParts, standing: Standing, id: string): Promise<RequestRow> {
  const [row] = await parts.store.query<RequestRow>(`SELECT ${columns} FROM ${from} WHERE r.id = $1`, [id]);
  if (row === undefined) throw serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: `request ${id}` });
  needParty(standing, row.consumer, row.provider);
  return row;
}

const granted = ["GRANTED", "ACTIVE", "SUSPENDED"];

export const getRequest: Handler<"getRequest"> = async ({ parts, facts, standing, params, sight }) => {
  const row = await readRequest(parts, standing, params.id);
  const look = await sight();
  // What a consumer owes is derived from two contents and the calendar: the chain says it.
  const pending = granted.includes(row.state)
    ? (JSON.parse(await parts.contract.pendingChange({ request: row.id })) as PendingChange)
    : undefined;
  const pendingChange = pending === undefined || pending.fields.length === 0 ? null : pending;
  return {
    ...requestOf(facts, row, look),
    actions: [...requestActionsOf(row, standing, { now: look.now, mustConfirm: pendingChange !== null })],
    pendingChange,
  };
};

interface PendingChange {
  readonly version: number;
  readonly fields: string[];
  readonly due: number;
  readonly isOverdue: boolean;
}

export const listRequestHistory: Handler<"listRequestHistory"> = async ({ parts, facts, standing, params, query }) => {
  const row = await readRequest(parts, standing, params.id);
  return readAudit(parts, facts, new Conditions().add("subject = ?", `request.${row.id}`), query);
};

interface ReceiptRow {
  readonly provider_uid: string;
  readonly delivered_at: number;
  readonly consumer_uid: string;
  readonly answered_at: number;
}

export const listReceipts: Handler<"listReceipts"> = async ({ parts, standing, query }) => {
  const conditions = new Conditions().addIf("p.request = ?", query.request);
  if (query.entry !== undefined) conditions.add("r.entry = ?", pathToEntryCode(query.entry));
  const departments = departmentsOf(standing, undefined);
  conditions.addIf("(r.consumer = ANY(?::text[]) OR r.provider = ANY(?::text[]))", departments);
  const page = await readPage<ReceiptRow & Receipt>(parts.store, {
    columns:
      "p.id, p.request, p.agreement, p.hash, p.size, p.uses, p.purpose, p.fields, p.state, p.provider_uid, p.delivered_at, p.consumer_uid, p.answered_at",
    from: "receipts p JOIN requests r ON r.id = p.request",
    conditions,
    orderBy: "p.delivered_at DESC, p.id",
    paging: query,
  });
  return mapPage(page, ({ provider_uid, delivered_at, consumer_uid, answered_at, ...plain }) => ({
    ...plain,
    providerUid: provider_uid,
    deliveredAt: delivered_at,
    consumerUid: consumer_uid,
    answeredAt: answered_at,
  }));
};
