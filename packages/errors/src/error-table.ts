import { CodedError, type ErrorDescriptor, type GivenDetails } from "./coded-error.ts";

/** A package's errors: its table, and `create` to make one of them. */
export interface ErrorTable<Code extends string> {
  readonly packageName: string;
  readonly descriptors: Readonly<Record<Code, ErrorDescriptor>>;
  create(code: Code, details?: GivenDetails, cause?: unknown): CodedError<Code>;
}

/**
 * Declares the errors of one package. Codes are upper snake case and start with the package's name,
 * e.g. `STORAGE_FOLDER_FOREIGN`. `docs/generated/errors.md` is made from these tables.
 */
export function defineErrors<const Code extends string>(
  packageName: string,
  descriptors: Readonly<Record<Code, ErrorDescriptor>>,
): ErrorTable<Code> {
  return {
    packageName,
    descriptors,
    create: (code, details = {}, cause) => new CodedError(code, descriptors[code], details, cause),
  };
}
