import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";

/** A modification whose block was archived, so that its value can no longer be read from the log. */
export interface HistoryEntry {
  readonly txId: string;
  /** Block timestamp, unix seconds. */
  readonly timestamp: bigint;
  /** Empty = deleted. */
  readonly value: Uint8Array;
}

/** timestamp 8, length of the tx id 2, tx id (UTF-8), value. Never empty: empty stands for "read the log". */
export function encodeHistoryEntry(entry: HistoryEntry): Uint8Array {
  const txId = utf8ToBytes(entry.txId);
  const bytes = new Uint8Array(10 + txId.length + entry.value.length);
  const view = new DataView(bytes.buffer);
  view.setBigInt64(0, entry.timestamp);
  view.setUint16(8, txId.length);
  bytes.set(txId, 10);
  bytes.set(entry.value, 10 + txId.length);
  return bytes;
}

export function decodeHistoryEntry(bytes: Uint8Array): HistoryEntry {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const valueAt = 10 + view.getUint16(8);
  return {
    timestamp: view.getBigInt64(0),
    txId: bytesToUtf8(bytes.subarray(10, valueAt)),
    value: bytes.subarray(valueAt),
  };
}
