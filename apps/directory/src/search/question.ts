import { readFileSync } from "node:fs";
import { nameMark, quoteWord } from "./search-words.ts";
import { plainWord, wordsOf } from "./split-words.ts";

/** A question as words and as PostgreSQL's tsquery. */
export interface Question {
  /** As the person wrote them. */
  readonly words: readonly string[];
  /** Looked for besides. */
  readonly synonyms: readonly string[];
  /** Every word, in any place; empty for no words. */
  readonly all: string;
  /** Every word, in the name. */
  readonly named: string;
  /** Every word itself, not one of the same meaning, in the name. */
  readonly exact: string;
  /** At least one of the words. */
  readonly any: string;
}

/** Words of a question; more make it slow and no better. */
const wordsMax = 12;

/** Words that stand in nearly every text. */
const particles = new Set("的 了 和 与 及 等 在 是 或 之 对 the a an of and or for in to with".split(" "));

const groups = JSON.parse(
  readFileSync(new URL("synonyms.json", import.meta.url), "utf8"),
) as readonly (readonly string[])[];

/** Each word of the table → those that mean the same. */
const sameMeaning = new Map(
  groups.flatMap((group) => group.map((word) => [word, group.filter((other) => other !== word)] as const)),
);

const longestFirst = [...sameMeaning.keys()].toSorted((left, right) => right.length - left.length);

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** Cuts a question into words; those of the table of synonyms stay whole. */
export function readQuestion(text: string): Question {
  const found = cut(text.normalize("NFKC").toLowerCase());
  const telling = found.filter((word) => !particles.has(word));
  const words = (telling.length > 0 ? telling : found).slice(0, wordsMax);
  const synonyms = words.map((word) => sameMeaning.get(word) ?? []);
  const choices = words.map((word, index) => [word, ...(synonyms[index] ?? [])]);
  const every = (mark: string): string => choices.map((choice) => either(choice, mark)).join(" & ");
  return {
    words,
    synonyms: [...new Set(synonyms.flat())],
    all: every(""),
    named: every(nameMark),
    exact: words.map((word) => parts(word, nameMark)).join(" & "),
    any: choices.map((choice) => either(choice, "")).join(" | "),
  };
}

function either(choice: readonly string[], mark: string): string {
  return `(${choice.map((word) => parts(word, mark)).join(" | ")})`;
}

/** All pairs of a word: together they stand for its characters in a row, nearly always. The last character alone needs no look. */
function parts(word: string, mark: string): string {
  if (entryCode.test(word)) return quoteWord(word);
  const found = wordsOf(word);
  if (found.length === 1) {
    const [only = ""] = found;
    // A single character is the beginning of a pair, or stands at the end of a run.
    return `${quoteWord(mark + only)}${/^\p{Script=Han}$/u.test(only) ? ":*" : ""}`;
  }
  const pairs = found.filter((part) => !/^\p{Script=Han}$/u.test(part));
  return `(${pairs.map((part) => quoteWord(mark + part)).join(" & ")})`;
}

const entryCode = /^\d{6,20}\/\d{1,12}$/;

/** Entry codes stay whole, then words of the table, then words of the language. */
function cut(text: string): readonly string[] {
  const codes = text.split(/\s+/).filter((part) => entryCode.test(part));
  const rest = codes.reduce((left, code) => left.replace(code, " "), text);
  return [...codes, ...cutKnown(rest)];
}

function cutKnown(text: string): readonly string[] {
  if (text.trim() === "") return [];
  for (const known of longestFirst) {
    const at = findKnown(text, known);
    if (at === undefined) continue;
    return [...cutKnown(text.slice(0, at.start)), known, ...cutKnown(text.slice(at.end))];
  }
  return plainWords(text);
}

/** Where a word of the table stands: a Chinese one anywhere, another one as a word, perhaps in its plural. */
function findKnown(text: string, known: string): { readonly start: number; readonly end: number } | undefined {
  if (!text.includes(known)) return undefined;
  if (/^\p{Script=Han}/u.test(known)) {
    const start = text.indexOf(known);
    return { start, end: start + known.length };
  }
  const match = new RegExp(`(?<![a-z0-9])${known}s?(?![a-z0-9])`).exec(text);
  return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
}

function plainWords(part: string): readonly string[] {
  return [...segmenter.segment(part)].flatMap(({ segment, isWordLike }) =>
    isWordLike === true ? [/^\p{Script=Han}/u.test(segment) ? segment : plainWord(segment)] : [],
  );
}
