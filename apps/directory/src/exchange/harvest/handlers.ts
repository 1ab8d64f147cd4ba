import { csvType, xlsxType } from "../../api/exchange.ts";
import type { Content } from "../../api/entry.ts";
import { pathToEntryCode } from "../../api/values.ts";
import { nameOf } from "../../service/chain-facts.ts";
import type { Handler, ServiceParts } from "../../service/context.ts";
import { serviceErrors } from "../../service/errors.ts";
import { needParty, type Standing } from "../../service/standing.ts";
import type { Exchange } from "../exchange.ts";
import { entriesMax } from "../spreadsheet/limits.ts";
import { entriesToCsv, entriesToXlsx } from "../spreadsheet/write-entries.ts";
import type { HarvestSource } from "./harvest-source.ts";
import { countDrafts, type Draft, readDrafts, readHarvest } from "./harvest-store.ts";

export const listHarvests: Handler<"listHarvests"> = async ({ parts, facts, standing }) => {
  const { exchange } = parts;
  if (exchange === undefined) return { items: [] };
  const seen = [...exchange.harvester.sources.values()].filter(({ provider }) => isParty(standing, provider));
  const items = seen.map(async ({ name, kind, url, provider }) => {
    const { startedAt, finishedAt, nextAt, pages, refused, fault } = await readHarvest(exchange.store, name);
    const drafts = await countDrafts(exchange.store, name);
    const providerName = nameOf(facts, provider);
    return { name, kind, url, provider, providerName, drafts, startedAt, finishedAt, nextAt, pages, refused, fault };
  });
  return { items: await Promise.all(items) };
};

export const runHarvestNow: Handler<"runHarvestNow"> = async ({ parts, standing, params }) => {
  const { exchange, source } = sourceOf(parts, standing, params.name);
  void exchange.harvester.ask(source.name);
  return { name: source.name };
};

export const listDrafts: Handler<"listDrafts"> = async ({ parts, standing, params, query }) => {
  const { exchange, source } = sourceOf(parts, standing, params.name);
  const { drafts, next } = await readPending(parts, exchange, source.name, query);
  return { items: drafts, next };
};

export const exportDrafts: Handler<"exportDrafts"> = async ({ parts, facts, standing, params, query }) => {
  const { exchange, source } = sourceOf(parts, standing, params.name);
  const { drafts } = await readPending(parts, exchange, source.name, { after: query.after, limit: entriesMax });
  const providerName = nameOf(facts, source.provider);
  const entries = drafts.map((content) => ({ content, providerName, publishedAt: 0 }));
  const [type, bytes] =
    query.format === "csv"
      ? [`${csvType}; charset=utf-8`, new TextEncoder().encode(entriesToCsv(entries))]
      : [xlsxType, await entriesToXlsx(entries)];
  return { type, bytes, name: `${source.name}.${query.format}` };
};

function sourceOf(
  parts: ServiceParts,
  standing: Standing,
  name: string,
): { exchange: Exchange; source: HarvestSource } {
  const { exchange } = parts;
  const source = exchange?.harvester.sources.get(name);
  if (exchange === undefined || source === undefined || !isParty(standing, source.provider))
    throw serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: `harvest ${name}` });
  needParty(standing, source.provider);
  return { exchange, source };
}

function isParty({ departments, seesAll }: Standing, provider: string): boolean {
  return seesAll || departments.includes(provider);
}

interface Asked {
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Drafts looked at for one page of those that wait: on a second harvest most do not. */
const scannedMax = 5_000;

/** Drafts that the chain does not have, or whose source changed since the chain's version was written; `next` leads on. */
async function readPending(parts: ServiceParts, { store }: Exchange, source: string, { after, limit }: Asked) {
  const pending: Content[] = [];
  let place = after === undefined ? "" : pathToEntryCode(after);
  for (let scanned = 0; scanned < scannedMax && pending.length < limit;) {
    const drafts = await readDrafts(store, source, place, limit);
    if (drafts.length === 0) return { drafts: pending, next: null };
    scanned += drafts.length;
    const waiting = await notOnChain(parts, drafts);
    const taken = waiting.slice(0, limit - pending.length);
    pending.push(...taken.map(({ content }) => content));
    const isFull = taken.length < waiting.length;
    place = (isFull ? taken.at(-1)?.content.code : drafts.at(-1)?.content.code) ?? place;
  }
  return { drafts: pending, next: place.replace("/", "-") };
}

async function notOnChain({ store }: ServiceParts, drafts: readonly Draft[]): Promise<readonly Draft[]> {
  const rows = await store.query<{ code: string; at: number }>(
    "SELECT code, max(at) AS at FROM contents WHERE code = ANY($1::text[]) GROUP BY code",
    [drafts.map(({ content }) => content.code)],
  );
  const written = new Map(rows.map(({ code, at }) => [code, at]));
  return drafts.filter(({ content, readAt }) => readAt > (written.get(content.code) ?? -1));
}
