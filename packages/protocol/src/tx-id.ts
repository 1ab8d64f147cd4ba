import { bytesToHex, bytesToUint64Be, concatBytes, hexToBytes, uint64ToBytesBe, utf8ToBytes } from "@yanta/bytes";

/** Longest transaction id, in bytes. Spec: rpc.md §5 row 7. */
export const txIdSizeBytesMax = 64;

/** Random bytes that `createTimestampTxId` takes. */
export const timestampTxIdRandomBytes = 23;

/** Random bytes that `createRandomTxId` takes. */
export const randomTxIdRandomBytes = 32;

/** Byte after the time in a timestamp id. */
const timestampMark = 0xca;

/** Where a timestamp id comes from. */
export interface TimestampTxIdInput {
  /** Nanoseconds since 1970. */
  readonly unixNanos: bigint;
  /** 23 random bytes. */
  readonly randomBytes: Uint8Array;
}

/**
 * A transaction id in timestamp form, 64 hex characters: 8 bytes big-endian nanoseconds, 0xca, 7 random bytes, a UUIDv4.
 * Spec: client-calls.md §2; vector ids.json.
 */
export function createTimestampTxId({ unixNanos, randomBytes }: TimestampTxIdInput): string {
  const time = uint64ToBytesBe(unixNanos);
  return bytesToHex(concatBytes(time, Uint8Array.of(timestampMark), randomBytes.subarray(0, 7), uuid(randomBytes, 7)));
}

/** A transaction id in random form, 64 hex characters: two UUIDv4. `randomBytes` holds 32. Spec: client-calls.md §2. */
export function createRandomTxId(randomBytes: Uint8Array): string {
  return bytesToHex(concatBytes(uuid(randomBytes, 0), uuid(randomBytes, 16)));
}

/** Nanoseconds since 1970 in a timestamp id; undefined for any other id. Spec: vector ids.json. */
export function timestampOfTxId(txId: string): bigint | undefined {
  const bytes = txId.length === 2 * 32 ? hexToBytes(txId) : undefined;
  return bytes?.[8] === timestampMark ? bytesToUint64Be(bytes) : undefined;
}

/** Whether an id is no longer than 64 bytes, checked for every transaction type. Spec: rpc.md §5 row 7. */
export function isTxIdLength(txId: string): boolean {
  return txId.length <= txIdSizeBytesMax && utf8ToBytes(txId).length <= txIdSizeBytesMax;
}

/** Whether an id is 1 to 64 characters without ASCII white space, checked for INVOKE_CONTRACT. Spec: rpc.md §5 row 8; vector ids.json. */
export function isTxIdFormat(txId: string): boolean {
  return /^[^\t\n\f\r ]{1,64}$/u.test(txId);
}

/** 16 bytes from `offset` on with version 4 and variant bits set. */
function uuid(random: Uint8Array, offset: number): Uint8Array {
  const bytes = random.slice(offset, offset + 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}
