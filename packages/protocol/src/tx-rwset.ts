import type { BinaryString } from "@yanta/bytes";
import { type HashAlgorithm, hashBytes } from "@yanta/crypto";
import { ByteWriter } from "./wire/byte-writer.ts";

/** One read or write of a transaction. */
export interface RwSetRow {
  readonly contract: string;
  readonly key: BinaryString;
  /** For a read: what was there. Empty or undefined = nothing there, or deleted. */
  readonly value: Uint8Array | undefined;
}

/** What one transaction read and wrote, in the order that is hashed. */
export interface RwSet {
  readonly txId: string;
  readonly reads: readonly RwSetRow[];
  readonly writes: readonly RwSetRow[];
}

const writer = new ByteWriter();

/** M(TxRWSet). Rows are written in the given order. Spec: ledger.md §1; vector rwset.json. */
export function encodeTxRwSet(rwSet: RwSet): Uint8Array {
  writer.start();
  writer.text(1, rwSet.txId);
  writeRows(2, rwSet.reads);
  writeRows(3, rwSet.writes);
  return writer.finish();
}

function writeRows(number: number, rows: readonly RwSetRow[]): void {
  for (const row of rows) {
    const mark = writer.open(number);
    writer.binary(1, row.key);
    writer.bytes(2, row.value);
    writer.text(3, row.contract);
    writer.close(mark);
  }
}

/** The hash that stands in `result.rw_set_hash`: H(M(TxRWSet)). Spec: ledger.md §2; vector rwset.json. */
export function hashRwSet(algorithm: HashAlgorithm, rwSetBytes: Uint8Array): Uint8Array {
  return hashBytes(algorithm, rwSetBytes);
}
