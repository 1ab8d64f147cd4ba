import type { Task } from "../../api/request.ts";
import { clockOf, type ClockColumns } from "../../deadline/clock-of.ts";
import { nameOf, ruleDays } from "../chain-facts.ts";
import { Conditions } from "../conditions.ts";
import type { Call, Handler } from "../context.ts";
import { mustConfirm } from "./entries.ts";
import { requestActionsOf, type RequestFacts } from "./request-actions.ts";

interface TaskRow extends ClockColumns, Omit<RequestFacts, "state" | "outcome"> {
  readonly kind: Task["kind"];
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly outcome: string;
  readonly at: number;
  readonly published_at: number;
}

/** Columns that each kind of task gives, in the same order. */
interface Parts {
  readonly kind: Task["kind"];
  readonly id: string;
  readonly state: string;
  readonly consumer: string;
  readonly provider: string;
  readonly at: string;
  /** Alias of the table that has a clock; undefined for none. */
  readonly clock?: string;
  /** Alias of the request; undefined for none. */
  readonly request?: string;
  readonly from: string;
  readonly where: string;
}

function select(parts: Parts): string {
  const { clock, request } = parts;
  const clockColumns = ["rule", "started", "days", "due", "paused", "provisional"]
    .map((name) => `${clock === undefined ? (noClock[name] ?? "0") : `${clock}.clock_${name}`} AS clock_${name}`)
    .join(", ");
  const requestColumns =
    request === undefined
      ? "'' AS outcome, 0::bigint AS until, false AS consumer_signed, false AS provider_signed, '{}'::text[] AS hands"
      : `${request}.outcome, ${request}.until, ${request}.consumer_signed, ${request}.provider_signed, ${request}.hands`;
  return `SELECT '${parts.kind}' AS kind, ${parts.id} AS id, coalesce(c.name, '') AS title, ${parts.state}::text AS state, ${parts.consumer} AS consumer,
    ${parts.provider} AS provider, ${parts.at} AS at, e.published_at, ${clockColumns}, ${requestColumns} FROM ${parts.from} WHERE ${parts.where}`;
}

const noClock: Readonly<Record<string, string>> = {
  rule: "''",
  started: "0::bigint",
  due: "0::bigint",
  paused: "false",
  provisional: "false",
};

const ofRequest = `requests r JOIN entries e ON e.code = r.entry LEFT JOIN contents c ON c.code = r.entry AND c.version = r.version`;
const newest = `LEFT JOIN contents c ON c.code = e.code AND c.version = e.version`;

/** Questions for what waits for a member, by its roles. */
function branches(
  { member, departments, person }: Call<"listTasks">["standing"],
  values: Conditions,
): readonly string[] {
  const own = values.value(departments);
  const me = values.value(person);
  const mayAct = (side: string): string =>
    `NOT EXISTS (SELECT 1 FROM unnest(r.hands) hand WHERE hand LIKE '% ' || ${me} AND hand <> '${side} ' || ${me})`;
  const request = (side: string, where: string): string =>
    select({
      kind: "request",
      id: "r.id",
      state: "r.state",
      consumer: "r.consumer",
      provider: "r.provider",
      at: "r.at",
      clock: "r",
      request: "r",
      from: ofRequest,
      where: `${mayAct(side)} AND ${where}`,
    });
  const found: string[] = [];
  if (member.roles.includes("compliance")) {
    found.push(
      request("compliance", "r.state IN ('SUBMITTED', 'COMPLIANCE')"),
      request("mediator", "r.state = 'DISPUTE'"),
    );
  }
  if (member.roles.includes("provider"))
    found.push(
      request(
        "provider",
        `r.provider = ANY(${own}::text[]) AND (r.state IN ('PROVIDER_REVIEW', 'AGREED') OR (r.state = 'APPROVED' AND NOT r.provider_signed)
         OR (r.state = 'MEDIATED' AND r.outcome = 'again'))`,
      ),
      entry(`e.provider = ANY(${own}::text[]) AND e.state IN (0, 1, 2, 19, 22)`),
      correction(`e.provider = ANY(${own}::text[]) AND k.state IN ('OPEN', 'ACCEPTED') AND k.person <> ${me}`),
    );
  if (member.roles.includes("consumer"))
    found.push(
      request(
        "consumer",
        `r.consumer = ANY(${own}::text[]) AND (r.state IN ('RETURNED', 'GRANTED') OR (r.state = 'APPROVED' AND NOT r.consumer_signed))`,
      ),
      select({
        kind: "confirmation",
        id: "r.id",
        state: "r.state",
        consumer: "r.consumer",
        provider: "r.provider",
        at: "r.at",
        request: "r",
        from: ofRequest,
        where: `${mayAct("consumer")} AND r.consumer = ANY(${own}::text[]) AND ${mustConfirm}`,
      }),
      select({
        kind: "receipt",
        id: "p.id",
        state: "p.state",
        consumer: "r.consumer",
        provider: "r.provider",
        at: "p.delivered_at",
        request: "r",
        from: `receipts p JOIN ${ofRequest.replace("requests r", "requests r ON r.id = p.request")}`,
        where: `${mayAct("consumer")} AND p.state = 'DELIVERED' AND r.consumer = ANY(${own}::text[])`,
      }),
    );
  if (member.roles.includes("registrar")) found.push(entry(`e.state IN (10, 20) AND NOT (${me} = ANY(e.hands))`));
  found.push(correction(`k.department = ANY(${own}::text[]) AND k.state = 'DONE'`));
  return found;
}

function entry(where: string): string {
  const columns = {
    kind: "entry",
    id: "e.code",
    state: "e.state",
    consumer: "''",
    provider: "e.provider",
    at: "e.at",
  } as const;
  return select({ ...columns, clock: "e", from: `entries e ${newest}`, where });
}

function correction(where: string): string {
  const columns = {
    kind: "correction",
    id: "k.id",
    state: "k.state",
    consumer: "k.department",
    provider: "e.provider",
  } as const;
  return select({
    ...columns,
    at: "k.at",
    clock: "k",
    from: `corrections k JOIN entries e ON e.code = k.entry ${newest}`,
    where,
  });
}

/** Most urgent first: running clocks by their end, then what has none, the oldest first. */
const order = "(clock_rule = '' OR clock_paused), clock_due, at, kind, id";

export const listTasks: Handler<"listTasks"> = async (call) => {
  const { parts, facts, standing, query, sight } = call;
  const conditions = new Conditions();
  const tasks = branches(standing, conditions).join("\nUNION ALL\n");
  const { page, pageSize } = query;
  const [count] = await parts.store.query<{ count: number }>(
    `SELECT count(*) AS count FROM (${tasks}) tasks`,
    conditions.values,
  );
  const rows = await parts.store.query<TaskRow>(
    `SELECT * FROM (${tasks}) tasks ORDER BY ${order} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
    conditions.values,
  );
  const look = await sight();
  const confirmDays = ruleDays(await parts.chainFacts.readRules(), "confirm");
  const items = rows.map((row): Task => {
    const { kind, id, title, state, at } = row;
    const clock = kind === "confirmation" ? confirmClock(row.published_at, confirmDays, look) : clockOf(row, look);
    const names = {
      consumerName: row.consumer === "" ? "" : nameOf(facts, row.consumer),
      providerName: nameOf(facts, row.provider),
    };
    return { kind, id, title, state, actions: actionsOf(row, call, look.now), ...names, at, clock };
  });
  return { items, total: count?.count ?? 0, page, pageSize };
};

/** A confirmation is due some working days after the publication that it is about. */
function confirmClock(publishedAt: number, days: number, sight: Parameters<typeof clockOf>[1]): Task["clock"] {
  const due = sight.workingDays.endAfter(publishedAt, days);
  const columns = { clock_rule: "confirm", clock_started: publishedAt, clock_days: days, clock_due: due };
  return clockOf({ ...columns, clock_paused: false, clock_provisional: false }, sight);
}

function actionsOf(row: TaskRow, { standing }: Call<"listTasks">, now: number): string[] {
  switch (row.kind) {
    case "request":
      return [...requestActionsOf(row as never, standing, { now, mustConfirm: false })];
    case "confirmation":
      return ["confirmChange"];
    case "receipt":
      return ["acknowledge", "refuseDelivery"];
    case "correction":
      return row.state === "DONE" ? ["endCorrection"] : ["answerCorrection"];
    case "entry":
      if (row.state === "10" || row.state === "20") return ["reviewEntry"];
      return row.state === "0" || row.state === "19" ? ["submitEntry"] : ["importEntries"];
  }
}
