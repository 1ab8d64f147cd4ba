import { wordsOf } from "./split-words.ts";

/** Texts that an entry is found by. */
export interface SearchTexts {
  readonly code: string;
  readonly name: string;
  readonly items: readonly string[];
  readonly department: string;
  readonly summary: string;
  /** What it is filtered by, e.g. sharing: 1. */
  readonly facets: Readonly<Record<string, string | number>>;
}

/** Words of a name stand a second time with this before them: an entry with the words in its name comes first. */
export const nameMark = "n/";

/** A value of a facet as a word: the index then finds words and filters in one look. */
export function facetWord(name: string, value: string | number): string {
  return `f/${name}=${value}`;
}

/** PostgreSQL's text of a tsvector: each word once, with the weight of the best place that it is in (A name, B items, C office, D summary). */
export function searchWords({ code, name, items, department, summary, facets }: SearchTexts): string {
  const weights = new Map<string, string>();
  const add = (text: string, weight: string): void => {
    for (const word of wordsOf(text)) if (!weights.has(word)) weights.set(word, weight);
  };
  add(name, "A");
  const nameWords = [...weights.keys()].map((word) => quoteWord(nameMark + word));
  for (const item of items) add(item, "B");
  add(department, "C");
  add(summary, "D");
  const words = [...weights].map(([word, weight]) => `${quoteWord(word)}:1${weight}`);
  const facetWords = Object.entries(facets).map(([facet, value]) => quoteWord(facetWord(facet, value)));
  return [...words, ...nameWords, ...facetWords, quoteWord(code)].join(" ");
}

/** A word as tsvector and tsquery write it. */
export function quoteWord(word: string): string {
  return `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
