/** Languages in which advice is given to people. Messages on the wire stay ChainMaker's bytes. */
export type Language = "en" | "zh";

/** What happened and what to do next, with `{name}` marks for details. */
export interface ErrorText {
  readonly message: string;
  readonly advice: string;
}

/** One row of a package's error table. */
export interface ErrorDescriptor {
  readonly en: ErrorText;
  readonly zh: ErrorText;
  /** True when the same call may succeed later without a change by the caller. */
  readonly retryable: boolean;
}

export type ErrorDetails = Readonly<Record<string, string | number | bigint | boolean>>;

/** A detail that is itself said in the reader's language. */
export interface TranslatedDetail {
  readonly en: string;
  readonly zh: string;
}

/** Details as an error is made with them. */
export type GivenDetails = Readonly<Record<string, ErrorDetails[string] | TranslatedDetail>>;

/**
 * The one error class of the project: a stable code, typed details and advice in both languages.
 * Tests and callers look at `code`, never at the message.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;
  /** In English where they are translated. */
  readonly details: ErrorDetails;
  readonly retryable: boolean;
  readonly #descriptor: ErrorDescriptor;
  readonly #given: GivenDetails;

  constructor(code: Code, descriptor: ErrorDescriptor, given: GivenDetails, cause?: unknown) {
    const details = inLanguage(given, "en");
    super(`${code}: ${fillTemplate(descriptor.en.message, details)}`, cause === undefined ? undefined : { cause });
    this.name = "CodedError";
    this.code = code;
    this.details = details;
    this.retryable = descriptor.retryable;
    this.#descriptor = descriptor;
    this.#given = given;
  }

  /** The message and the advice in the reader's language, with details filled in. */
  explain(language: Language): ErrorText {
    const text = this.#descriptor[language];
    const details = inLanguage(this.#given, language);
    return { message: fillTemplate(text.message, details), advice: fillTemplate(text.advice, details) };
  }
}

function inLanguage(given: GivenDetails, language: Language): ErrorDetails {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === "object" ? value[language] : value]),
  );
}

/** Replaces each `{name}` by the detail of that name; a name without a detail stays visible. */
function fillTemplate(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (mark, name: string) => {
    const value = Object.hasOwn(details, name) ? details[name] : undefined;
    return value === undefined ? mark : String(value);
  });
}
