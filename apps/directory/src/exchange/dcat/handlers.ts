import type { Content } from "../../api/entry.ts";
import { basePath } from "../../api/base-path.ts";
import { type FileAnswer, jsonLdType, turtleType } from "../../api/exchange.ts";
import { pathToEntryCode } from "../../api/values.ts";
import { nameOf, type ChainFacts } from "../../service/chain-facts.ts";
import { Conditions } from "../../service/conditions.ts";
import type { Handler, ServiceParts } from "../../service/context.ts";
import { serviceErrors } from "../../service/errors.ts";
import { describeCatalogue } from "./describe-catalogue.ts";
import { describeEntry, type PublishedEntry } from "./describe-entry.ts";
import type { GraphNode } from "./graph.ts";
import { pageEntriesMax } from "./limits.ts";
import { negotiate } from "./negotiate.ts";
import { toJsonLd } from "./to-json-ld.ts";
import { toTurtle } from "./to-turtle.ts";

export const getDcatCatalogue: Handler<"getDcatCatalogue"> = async ({ parts, facts, query, accept, base }) => {
  const { after, since, format } = query;
  const start = after === undefined ? undefined : pathToEntryCode(after);
  const conditions = new Conditions().addIf("s.code > ?", start).addIf("s.published_at >= ?", since);
  const entries = await readPublished(parts, facts, conditions, pageEntriesMax + 1);
  const shown = entries.slice(0, pageEntriesMax);
  const last = shown.at(-1);
  const address = (code?: string): string => addressOf(base, { after: code?.replace("/", "-"), since, format });
  const next = entries.length > pageEntriesMax && last !== undefined ? address(last.content.code) : undefined;
  const page = {
    view: address(start),
    next,
    first: address(),
    total: await parts.counts.get("published", () => countPublished(parts)),
    codes: shown.map(({ content }) => content.code),
    authority: { code: facts.authority, name: nameOf(facts, facts.authority) },
    changedAt: Number(parts.follower.status().cursor?.unixSeconds ?? 0n),
  };
  const nodes = [...describeCatalogue(base, page), ...shown.flatMap((entry) => describeEntry(base, entry))];
  return answer(nodes, { accept, format, link: next === undefined ? {} : { link: `<${next}>; rel="next"` } });
};

export const getDcatDataset: Handler<"getDcatDataset"> = async ({ parts, facts, params, query, accept, base }) => {
  const code = pathToEntryCode(params.code);
  const [entry] = await readPublished(parts, facts, new Conditions().add("s.code = ?", code), 1);
  if (entry === undefined) throw serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: `entry ${code}` });
  return answer(describeEntry(base, entry), { accept, format: query.format, link: {} });
};

interface AnswerOptions {
  readonly accept: string;
  readonly format: "jsonld" | "ttl" | undefined;
  readonly link: Readonly<Record<string, string>>;
}

function answer(nodes: readonly GraphNode[], { accept, format, link }: AnswerOptions): FileAnswer {
  const type =
    format === undefined
      ? negotiate(accept, [jsonLdType, turtleType])
      : { jsonld: jsonLdType, ttl: turtleType }[format];
  const text = type === turtleType ? toTurtle(nodes) : toJsonLd(nodes);
  return {
    type: type === turtleType ? `${type}; charset=utf-8` : type,
    bytes: new TextEncoder().encode(text),
    headers: { ...link, vary: "accept" },
  };
}

interface PublishedRow {
  readonly version: number;
  readonly published_at: number;
  readonly at: number;
  readonly height: number;
  readonly tx: string;
  readonly body: string;
}

/** Published entries in the order of their codes. The index of words holds exactly those. */
async function readPublished(
  { store }: ServiceParts,
  facts: ChainFacts,
  conditions: Conditions,
  limit: number,
): Promise<readonly PublishedEntry[]> {
  const rows = await store.query<PublishedRow>(
    `SELECT c.version, s.published_at, c.at, c.height, c.tx, c.body
     FROM search s JOIN contents c ON c.code = s.code AND c.version = s.version ${conditions.where} ORDER BY s.code LIMIT ${limit}`,
    conditions.values,
  );
  return rows.map(({ version, published_at: publishedAt, at: changedAt, height, tx, body }) => {
    const content = JSON.parse(body) as Content;
    return { content, version, publishedAt, changedAt, height, tx, providerName: nameOf(facts, content.provider) };
  });
}

async function countPublished({ store }: ServiceParts): Promise<number> {
  const [row] = await store.query<{ count: number }>("SELECT count(*) AS count FROM search");
  return row?.count ?? 0;
}

function addressOf(base: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `${base}${basePath}/dcat/catalog${search === "" ? "" : `?${search}`}`;
}
