import messages from "@yanta/directory-contract/messages.json" with { type: "json" };
import type { Language } from "@yanta/errors";

const table: Readonly<Record<string, Readonly<Record<Language, { readonly message: string }>>>> = messages;

/** The contract's own code in a failure's text, e.g. `DIR_COUNT`; undefined when there is none. */
export function contractCode(text: string): string | undefined {
  return /\bDIR_[A-Z_]+\b/.exec(text)?.[0];
}

/** What a code of the contract means, in English and Chinese; nothing for one that it does not have. */
export function contractMeaning(code: string): string {
  const found = Object.hasOwn(table, code) ? table[code] : undefined;
  return found === undefined ? "" : `${found.en.message} / ${found.zh.message}`;
}
