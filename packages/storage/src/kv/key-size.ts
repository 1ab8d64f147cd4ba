import type { BinaryString } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import { kvKeySizeBytesMax } from "../limits.ts";

/** Throws STORAGE_KEY_SIZE for a key that a store does not take. */
export function checkKeySize(key: BinaryString): void {
  if (key.length === 0 || key.length > kvKeySizeBytesMax) {
    throw storageErrors.create("STORAGE_KEY_SIZE", { sizeBytes: key.length, sizeBytesMax: kvKeySizeBytesMax });
  }
}
