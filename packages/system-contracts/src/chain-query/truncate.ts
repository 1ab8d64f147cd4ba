import { emptyBytes, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import type { Payload, TxRWSet } from "@yanta/protocol";

/** Shortens values longer than `length` bytes. */
export type Truncation = (value: Uint8Array) => Uint8Array;

/**
 * The replacement that a `truncateModel` names: `hash` (SHA-256 of the value), `truncate` (its head), `empty`,
 * anything else stands in literally. Spec: system-contracts.md §2.
 */
export function createTruncation(length: number, model: string): Truncation {
  const replace = replacement(length, model);
  return (value) => (value.length <= length ? value : replace(value));
}

/** Shortens the values of a payload's parameters in place. */
export function truncatePayload(payload: Payload | undefined, truncation: Truncation): void {
  for (const parameter of payload?.parameters ?? []) parameter.value = truncation(parameter.value);
}

/** Shortens the values of reads and writes in place. */
export function truncateRwset(rwset: TxRWSet | undefined, truncation: Truncation): void {
  for (const read of rwset?.txReads ?? []) read.value = truncation(read.value);
  for (const write of rwset?.txWrites ?? []) write.value = truncation(write.value);
}

function replacement(length: number, model: string): Truncation {
  switch (model.toLowerCase()) {
    case "hash":
      return (value) => hashBytes("SHA256", value);
    case "truncate":
      return (value) => value.subarray(0, length);
    case "empty":
      return () => emptyBytes;
    default: {
      const literal = utf8ToBytes(model);
      return () => literal;
    }
  }
}
