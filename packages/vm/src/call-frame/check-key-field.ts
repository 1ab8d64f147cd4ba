import type { BinaryString } from "@yanta/bytes";
import { keyBytesMax } from "../limits.ts";
import { utf8Length } from "./utf8-length.ts";

const allowed = /^[a-zA-Z0-9._-]+$/;

/** Whether a text may be a state key, a field or a parameter's name by its letters. Spec: ledger.md §6.5. */
export function hasKeyLetters(text: string): boolean {
  return allowed.test(text);
}

/** ChainMaker's refusal of a state key and field, undefined when both are good. An empty field is good. Spec: ledger.md §6.5. */
export function checkKeyField(key: string, field: string): string | undefined {
  return checkPart("key", key) ?? (field === "" ? undefined : checkPart("key field", field));
}

/** The state key: `key`, or `key#field`. Both have passed `checkKeyField`, so they are ASCII. Spec: ledger.md §6.1. */
export function joinKeyField(key: string, field: string): BinaryString {
  return field === "" ? key : `${key}#${field}`;
}

function checkPart(what: string, text: string): string | undefined {
  if (utf8Length(text) > keyBytesMax) return `${what}[${text}] too long`;
  return hasKeyLetters(text) ? undefined : `${what}[${text}] can only consist of numbers, dot, letters and underscores`;
}
