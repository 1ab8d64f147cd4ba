import { CodedError } from "@yanta/errors";

import { storageErrors, type StorageErrorCode } from "../errors.ts";

/** The coded form of an error of the file system: a full disk may be retried, anything else may not. */
export function diskError(cause: unknown, path: string): CodedError<StorageErrorCode> {
  if (cause instanceof CodedError) return cause;
  if (isDiskFull(cause)) return storageErrors.create("STORAGE_DISK_FULL", { path }, cause);
  return storageErrors.create("STORAGE_WRITE_FAILED", { path, reason: errorText(cause) }, cause);
}

/** The `code` of a system error, such as ENOENT. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isDiskFull(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === "ENOSPC" || code === "EDQUOT" || /no space left|disk quota/i.test(errorText(error));
}
