import { CodedError } from "@yanta/errors";
import { playgroundErrors } from "./errors.ts";
import type { ErrorMessage } from "./messages.ts";

/** An error as it travels between Worker and page; one without a code becomes PLAYGROUND_FAULT. */
export function errorToMessage(error: unknown): ErrorMessage {
  const coded =
    error instanceof CodedError ? error : playgroundErrors.create("PLAYGROUND_FAULT", { reason: String(error) });
  const { code, details, retryable } = coded;
  return { code, details, retryable, en: coded.explain("en"), zh: coded.explain("zh") };
}

/** The same error on the other side. */
export function messageToError({ code, details, retryable, en, zh }: ErrorMessage): CodedError {
  return new CodedError(code, { retryable, en, zh }, details);
}
