import type { Language } from "@yanta/errors";
import type { Text } from "./language.ts";

/** What commands get besides their options. */
export interface CommandContext {
  readonly language: Language;
  readonly text: (text: Text) => string;
  /** Prints a result. */
  readonly print: (line: string) => void;
  /** Prints what happens meanwhile, to standard error. */
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}
