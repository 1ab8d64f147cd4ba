import { CodedError } from "@yanta/errors";
import type { Language } from "../local-text.ts";

/** What went wrong and what to do, in the reader's language. */
export function faultToText(error: unknown, language: Language): string {
  if (!(error instanceof CodedError)) return error instanceof Error ? error.message : String(error);
  const { message, advice } = error.explain(language);
  return `${message} ${advice}`;
}
