import type { Content, EntrySummary } from "../../api/entry.ts";
import { pathToEntryCode } from "../../api/values.ts";
import { clockOf, type ClockColumns } from "../../deadline/clock-of.ts";
import { nameOf, type ChainFacts } from "../chain-facts.ts";
import { Conditions, mapPage, readPage } from "../conditions.ts";
import type { Handler, ServiceParts } from "../context.ts";
import { serviceErrors } from "../errors.ts";
import { listMax } from "../limits.ts";
import { departmentsOf, type Standing } from "../standing.ts";
import { readAudit } from "./audit.ts";

/** Columns of `entries e` with its `contents c`. */
export const summaryColumns = `e.code, c.name, c.summary, e.provider, c.catalogue, c.format, c.attribute, c.cycle, c.sharing, c.open, c.items,
  e.state, e.version, e.published_version, e.published_at, e.at`;

export interface SummaryRow {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
  readonly provider: string;
  readonly catalogue: string;
  readonly format: number;
  readonly attribute: number;
  readonly cycle: number;
  readonly sharing: number;
  readonly open: number;
  readonly items: number;
  readonly state: EntrySummary["state"];
  readonly version: number;
  readonly published_version: number;
  readonly published_at: number;
  readonly at: number;
}

export function summaryOf(facts: ChainFacts, row: SummaryRow): EntrySummary {
  const {
    code,
    name,
    summary,
    provider,
    catalogue,
    format,
    attribute,
    cycle,
    sharing,
    open,
    items,
    state,
    version,
    at,
  } = row;
  return {
    code,
    name,
    summary,
    provider,
    catalogue,
    format,
    attribute,
    cycle,
    sharing,
    open,
    items,
    state,
    version,
    at,
    providerName: nameOf(facts, provider),
    publishedVersion: row.published_version,
    publishedAt: row.published_at,
  };
}

export const listEntries: Handler<"listEntries"> = async ({ parts, facts, standing, query }) => {
  const conditions = new Conditions()
    .addIf("e.provider = ANY(?::text[])", departmentsOf(standing, query.department))
    .addIf(
      "e.state = ANY(?::integer[])",
      query.state?.split(",").map((state) => Number(state) || 0),
    );
  const page = await readPage<SummaryRow>(parts.store, {
    columns: summaryColumns,
    from: "entries e JOIN contents c ON c.code = e.code AND c.version = e.version",
    conditions,
    orderBy: "e.at DESC, e.code",
    paging: query,
  });
  return mapPage(page, (row) => summaryOf(facts, row));
};

interface EntryRow extends ClockColumns {
  readonly code: string;
  readonly provider: string;
  readonly version: number;
  readonly published_version: number;
}

/** An entry that the caller may see, and which version. Errors: DIRECTORY_SERVICE_NOT_FOUND, also for what is none of theirs. */
export async function readVisible(parts: ServiceParts, standing: Standing | undefined, path: string) {
  const code = pathToEntryCode(path);
  const [row] = await parts.store.query<EntryRow>("SELECT * FROM entries WHERE code = $1", [code]);
  const isOwn =
    row !== undefined && standing !== undefined && (standing.seesAll || standing.departments.includes(row.provider));
  if (row === undefined || (row.published_version === 0 && !isOwn)) throw notFound(code);
  return { row, isOwn, shownVersion: row.published_version === 0 ? row.version : row.published_version };
}

function notFound(code: string): Error {
  return serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: `entry ${code}` });
}

export const getEntry: Handler<"getEntry"> = async ({ parts, facts, standing, params, sight }) => {
  const { row, isOwn, shownVersion } = await readVisible(parts, standing, params.code);
  const { store } = parts;
  const [shown] = await store.query<SummaryRow & { body: string }>(
    `SELECT ${summaryColumns}, c.body FROM entries e JOIN contents c ON c.code = e.code AND c.version = $2 WHERE e.code = $1`,
    [row.code, shownVersion],
  );
  if (shown === undefined) throw notFound(row.code);
  const content = JSON.parse(shown.body) as Content;
  const [counts] = await store.query<{ grants: number; corrections: number }>(
    `SELECT (SELECT count(*) FROM grants WHERE entry = $1) AS grants,
       (SELECT count(*) FROM corrections WHERE entry = $1 AND state IN ('OPEN', 'ACCEPTED', 'DONE')) AS corrections`,
    [row.code],
  );
  const versions = await store.query<{ version: number; at: number; height: number; tx: string }>(
    "SELECT version, at, height, tx FROM contents WHERE code = $1 ORDER BY version DESC LIMIT 100",
    [row.code],
  );
  return {
    ...summaryOf(facts, shown),
    shownVersion,
    content,
    path: await pathTo(parts, content.catalogue),
    versions: versions.filter(({ version }) => isOwn || version <= row.published_version),
    related: await relatedTo(parts, content.related ?? []),
    clock: isOwn && row.clock_rule !== "" ? clockOf(row, await sight()) : null,
    grants: counts?.grants ?? 0,
    corrections: counts?.corrections ?? 0,
  };
};

/** From the job down to a catalogue; the contract allows sixteen nodes. */
async function pathTo({ store }: ServiceParts, catalogue: string) {
  const nodes = await store.query<{ id: string; kind: string; name: string }>(
    `WITH RECURSIVE up AS (
       SELECT id, kind, name, parent, 0 AS depth FROM duties WHERE id = $1
       UNION ALL
       SELECT d.id, d.kind, d.name, d.parent, up.depth + 1 FROM duties d JOIN up ON d.id = up.parent WHERE up.depth < 16)
     SELECT id, kind, name FROM up ORDER BY depth DESC`,
    [catalogue],
  );
  return [...nodes];
}

async function relatedTo({ store }: ServiceParts, codes: readonly string[]) {
  if (codes.length === 0) return [];
  return [
    ...(await store.query<{ code: string; name: string }>(
      "SELECT code, name FROM search WHERE code = ANY($1::text[])",
      [codes],
    )),
  ];
}

export const getContent: Handler<"getContent"> = async ({ parts, standing, params }) => {
  const { row, isOwn } = await readVisible(parts, standing, params.code);
  if (!isOwn && params.version > row.published_version) throw notFound(`${row.code} version ${params.version}`);
  const [found] = await parts.store.query<{ body: string }>(
    "SELECT body FROM contents WHERE code = $1 AND version = $2",
    [row.code, params.version],
  );
  if (found === undefined) throw notFound(`${row.code} version ${params.version}`);
  return JSON.parse(found.body) as Content;
};

export const listHistory: Handler<"listHistory"> = async ({ parts, facts, standing, params, query }) => {
  const { row } = await readVisible(parts, standing, params.code);
  return readAudit(parts, facts, new Conditions().add("subject = ?", `entry.${row.code}`), query);
};

export const listConsumers: Handler<"listConsumers"> = async ({ parts, facts, standing, params }) => {
  const { row } = await readVisible(parts, standing, params.code);
  const rows = await parts.store.query<ConsumerRow>(
    `SELECT r.id, r.consumer, r.state, r.fields, r.purpose, r.until, r.used, r.uses_max, r.confirmed_version, ${mustConfirm} AS must_confirm
     FROM requests r JOIN entries e ON e.code = r.entry WHERE r.entry = $1 AND r.access <> '' ORDER BY r.at DESC LIMIT ${listMax}`,
    [row.code],
  );
  const items = rows.map(
    ({ id, consumer, uses_max: usesMax, confirmed_version: confirmedVersion, must_confirm, ...plain }) => ({
      ...plain,
      request: id,
      department: consumer,
      departmentName: nameOf(facts, consumer),
      usesMax,
      confirmedVersion,
      mustConfirm: must_confirm,
    }),
  );
  return { items };
};

interface ConsumerRow {
  readonly id: string;
  readonly consumer: string;
  readonly state: string;
  readonly fields: string[];
  readonly purpose: string;
  readonly until: number;
  readonly used: number;
  readonly uses_max: number;
  readonly confirmed_version: number;
  readonly must_confirm: boolean;
}

/** Whether the chain has told a grant `r` of an entry `e` of a change that its consumer has not confirmed. */
export const mustConfirm = `(r.state IN ('GRANTED', 'ACTIVE', 'SUSPENDED') AND r.confirmed_version < e.published_version
  AND EXISTS (SELECT 1 FROM changes ch WHERE ch.request = r.id AND ch.version > r.confirmed_version))`;
