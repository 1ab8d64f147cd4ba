import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { certManageContract } from "@yanta/identity";
import type { TxContext } from "@yanta/vm";

/** A JSON array of state keys (frozen certificates, revocation lists), as a recorded read; empty when absent. */
export function readKeyList(context: TxContext, key: string): readonly string[] {
  const bytes = context.get(certManageContract, key);
  if (bytes === undefined || bytes.length === 0) return [];
  const value: unknown = JSON.parse(bytesToUtf8(bytes));
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string") : [];
}

/** Stores a JSON array of state keys. */
export function writeKeyList(context: TxContext, key: string, keys: readonly string[]): void {
  context.put(certManageContract, key, utf8ToBytes(JSON.stringify(keys)));
}
