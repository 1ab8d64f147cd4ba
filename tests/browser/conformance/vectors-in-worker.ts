import { parseExactJson } from "../../conformance/exact-json.ts";
import { Fields } from "../../conformance/fields.ts";

/** Stands in for tests/conformance/vectors-folder.ts where there are no files: the page's server has all texts in one. */
const texts = await fetchTexts();

export const isShippedFolder = true;

export function listVectorFiles(): readonly string[] {
  return Object.keys(texts).toSorted();
}

export function readVectorText(file: string): string | undefined {
  return texts[file];
}

export function readVectorJson(file: string): Fields | undefined {
  const text = readVectorText(file);
  return text === undefined ? undefined : new Fields(parseExactJson(text), file);
}

async function fetchTexts(): Promise<Readonly<Record<string, string>>> {
  const response = await fetch("/vectors.json");
  if (!response.ok) throw new Error(`no vectors: ${response.status}`);
  return (await response.json()) as Record<string, string>;
}
