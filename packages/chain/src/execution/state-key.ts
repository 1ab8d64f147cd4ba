import type { BinaryString } from "@yanta/bytes";

/** One value of the state under its contract; an empty value means absent or deleted. */
export interface StateRecord {
  readonly contract: string;
  readonly key: BinaryString;
  readonly value: Uint8Array;
}

/**
 * The name of a state entry: `contract#key`. Contract names hold no `#`, so it is unique, and its byte order is the
 * order of read and write sets. Spec: ledger.md §6.1.
 */
export function stateKey(contract: string, key: BinaryString): BinaryString {
  return `${contract}#${key}`;
}
