import { CodedError } from "@yanta/errors";

/** Why a chain takes no transactions right now, for its reader's language. */
export interface Problem {
  readonly en: string;
  readonly zh: string;
}

/** An error as a problem: the code and the message; other errors have one language. */
export function problemOf(error: unknown): Problem {
  if (error instanceof CodedError) return { en: error.message, zh: `${error.code}: ${error.explain("zh").message}` };
  const message = error instanceof Error ? error.message : String(error);
  return { en: message, zh: message };
}
