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

/** A detail that is itself said in the reader's language. */
export interface TranslatedDetail {
  readonly en: string;
  readonly zh: string;
}

export type ErrorDetails = Readonly<Record<string, string | number | bigint | boolean | TranslatedDetail>>;

/**
 * The one error class of the project: a stable code, typed details and advice in both languages.
 * Tests and callers look at `code`, never at the message.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly details: ErrorDetails;
  readonly retryable: boolean;
  readonly #descriptor: ErrorDescriptor;

  constructor(code: Code, descriptor: ErrorDescriptor, details: ErrorDetails, cause?: unknown) {
    super(
      `${code}: ${fillTemplate(descriptor.en.message, details, "en")}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = "CodedError";
    this.code = code;
    this.details = details;
    this.retryable = descriptor.retryable;
    this.#descriptor = descriptor;
  }

  /** The message and the advice in the reader's language, with details filled in. */
  explain(language: Language): ErrorText {
    const text = this.#descriptor[language];
    return {
      message: fillTemplate(text.message, this.details, language),
      advice: fillTemplate(text.advice, this.details, language),
    };
  }
}

/** Replaces each `{name}` by the detail of that name; a name without a detail stays visible. */
function fillTemplate(template: string, details: ErrorDetails, language: Language): string {
  return template.replace(/\{(\w+)\}/g, (mark, name: string) => {
    const value = Object.hasOwn(details, name) ? details[name] : undefined;
    if (value === undefined) return mark;
    return typeof value === "object" ? value[language] : String(value);
  });
}
