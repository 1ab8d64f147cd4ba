import type { IndexStore } from "@yanta/index-store";
import { facetNames, type FacetName, type SearchQuery } from "../api/search.ts";
import { Conditions } from "../service/conditions.ts";
import { readQuestion, type Question } from "./question.ts";
import { facetWord, quoteWord } from "./search-words.ts";

/** Hits that are counted: above it, "more than" is said and the facets count a part. */
export const countedMax = 5_000;

/** Values of one facet that are chosen together. */
const chosenMax = 50;

/** Hits of each tier that are ranked: each word itself in the name, one of its meaning in the name, any place. */
const rankedMax = 1_000;

export interface SearchAnswer {
  readonly question: Question;
  /** Codes of the page, best first. */
  readonly codes: readonly string[];
  readonly total: number;
  readonly isTotalExact: boolean;
  readonly facets: Readonly<Record<FacetName, readonly { readonly value: string; readonly count: number }[]>>;
}

/** Finds published entries: by words and facets, ranked, one page, with the counts of what was found. */
export async function askSearch(store: IndexStore, query: SearchQuery): Promise<SearchAnswer> {
  const question = readQuestion(query.q);
  const strict = await ask(store, query, question, question.all);
  // Nothing has all of the words: what has some of them is better than nothing.
  if (strict.total > 0 || question.words.length < 2) return strict;
  return ask(store, query, question, question.any);
}

async function ask(store: IndexStore, query: SearchQuery, question: Question, words: string): Promise<SearchAnswer> {
  const [counted, codes] = await Promise.all([
    count(store, conditionsOf(query, words)),
    readCodes(store, query, words, question),
  ]);
  return { question, codes, ...counted };
}

/** Words and filters as one question to the index of words. */
function conditionsOf(query: SearchQuery, words: string): Conditions {
  const chosen = facetNames.flatMap((name) => {
    const values = query[name]?.split(",").slice(0, chosenMax);
    return values === undefined ? [] : [values.map((value) => quoteWord(facetWord(name, value))).join(" | ")];
  });
  const catalogue = query.catalogue === undefined ? [] : [quoteWord(facetWord("catalogue", query.catalogue))];
  const parts = [...(words === "" ? [] : [words]), ...chosen, ...catalogue];
  const conditions = new Conditions();
  return parts.length === 0
    ? conditions
    : conditions.add("words @@ ?::tsquery", parts.map((part) => `(${part})`).join(" & "));
}

interface CountRow {
  readonly total: number;
  readonly facet: string | null;
  readonly value: string | null;
}

async function count(store: IndexStore, conditions: Conditions): Promise<Omit<SearchAnswer, "codes" | "question">> {
  const columns = facetNames.join(", ");
  const sets = facetNames.map((name) => `(${name})`).join(", ");
  const which = facetNames.map((name) => `WHEN GROUPING(${name}) = 0 THEN '${name}'`).join(" ");
  const value = facetNames.map((name) => `WHEN GROUPING(${name}) = 0 THEN ${name}::text`).join(" ");
  const rows = await store.query<CountRow>(
    `WITH hits AS MATERIALIZED (SELECT ${columns} FROM search ${conditions.where} LIMIT ${countedMax + 1})
     SELECT CASE ${which} END AS facet, CASE ${value} END AS value, count(*) AS total FROM hits GROUP BY GROUPING SETS ((), ${sets})`,
    conditions.values,
  );
  const found = rows.find(({ facet }) => facet === null)?.total ?? 0;
  const facets = Object.fromEntries(
    facetNames.map((name) => [
      name as string,
      rows
        .filter(({ facet }) => facet === name)
        .map(({ value: text, total }) => ({ value: text ?? "", count: total }))
        .toSorted((left, right) => right.count - left.count),
    ]),
  ) as Record<FacetName, { value: string; count: number }[]>;
  return { total: Math.min(found, countedMax), isTotalExact: found <= countedMax, facets };
}

async function readCodes(
  store: IndexStore,
  query: SearchQuery,
  words: string,
  question: Question,
): Promise<readonly string[]> {
  const [start, end] = [(query.page - 1) * query.pageSize, query.page * query.pageSize];
  if (words === "" || query.sort !== "rank") {
    const order = query.sort === "name" ? "name, code" : "published_at DESC, code DESC";
    return readSome(store, conditionsOf(query, words), `${order} LIMIT ${query.pageSize} OFFSET ${start}`);
  }
  const found: string[] = [];
  for (const { tier, above } of tiersOf(words, question)) {
    if (found.length >= end) break;
    const conditions = conditionsOf(query, tier);
    if (above !== undefined) conditions.add("NOT words @@ ?::tsquery", above);
    found.push(...(await readTier(store, conditions, words)));
  }
  return found.slice(start, end);
}

interface Tier {
  readonly tier: string;
  /** What the tier above it holds. */
  readonly above?: string;
}

/** Best first: each word itself in the name, one of its meaning in the name, any place. */
function tiersOf(words: string, { exact, named }: Question): readonly Tier[] {
  const second = exact === named ? [] : [{ tier: named, above: exact }];
  return [{ tier: exact }, ...second, { tier: words, above: named }];
}

function readTier(store: IndexStore, conditions: Conditions, words: string): Promise<readonly string[]> {
  const rank = `ts_rank('{0.05, 0.1, 0.4, 1.0}', words, ${conditions.value(words)}::tsquery, 1)`;
  const candidates = `(SELECT code, published_at, words FROM search ${conditions.where} LIMIT ${rankedMax})`;
  return readCodesOf(
    store,
    `SELECT code FROM ${candidates} AS candidates ORDER BY ${rank} DESC, published_at DESC, code`,
    conditions,
  );
}

function readSome(store: IndexStore, conditions: Conditions, order: string): Promise<readonly string[]> {
  return readCodesOf(store, `SELECT code FROM search ${conditions.where} ORDER BY ${order}`, conditions);
}

async function readCodesOf(store: IndexStore, statement: string, { values }: Conditions): Promise<readonly string[]> {
  return (await store.query<{ code: string }>(statement, values)).map(({ code }) => code);
}
