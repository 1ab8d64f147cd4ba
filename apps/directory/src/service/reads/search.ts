import type { FacetName } from "../../api/search.ts";
import type { Content } from "../../api/entry.ts";
import { askSearch, type SearchAnswer } from "../../search/ask-search.ts";
import { nameOf, type ChainFacts } from "../chain-facts.ts";
import type { Handler } from "../context.ts";
import { summaryColumns, summaryOf, type SummaryRow } from "./entries.ts";

/** Items that are named with a hit. */
const matchedItemsMax = 5;

/** Values of one facet that are told: departments are the most. */
const facetValuesMax = 100;

export const search: Handler<"search"> = async ({ parts, facts, query }) => {
  const startedAt = performance.now();
  const { question, codes, total, isTotalExact, facets } = await askSearch(parts.store, query);
  const rows = await parts.store.query<SummaryRow & { readonly body: string }>(
    `SELECT ${summaryColumns}, c.body FROM entries e JOIN contents c ON c.code = e.code AND c.version = e.published_version
     WHERE e.code = ANY($1::text[])`,
    [codes],
  );
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const marked = [...question.words, ...question.synonyms];
  const items = codes.flatMap((code) => {
    const row = byCode.get(code);
    return row === undefined ? [] : [{ ...summaryOf(facts, row), matchedItems: matchedItems(row.body, marked) }];
  });
  return {
    items,
    total,
    isTotalExact,
    page: query.page,
    pageSize: query.pageSize,
    words: [...question.words],
    synonyms: [...question.synonyms],
    facets: labelled(facets, facts),
    tookMs: Math.round(performance.now() - startedAt),
  };
};

function matchedItems(body: string, words: readonly string[]): string[] {
  const names = (JSON.parse(body) as Content).items.map(({ name }) => name);
  return names.filter((name) => words.some((word) => name.toLowerCase().includes(word))).slice(0, matchedItemsMax);
}

function labelled(facets: SearchAnswer["facets"], facts: ChainFacts) {
  const entries = Object.entries(facets).map(([name, values]) => [
    name,
    values
      .slice(0, facetValuesMax)
      .map(({ value, count }) => ({ value, label: name === "department" ? nameOf(facts, value) : value, count })),
  ]);
  return Object.fromEntries(entries) as Record<FacetName, { value: string; label: string; count: number }[]>;
}
