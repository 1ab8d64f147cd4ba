import { bytesToBinaryString, bytesToUint64Be, textToBinaryString, type BinaryString } from "@yanta/bytes";

import type { TxLocation } from "../interface.ts";
import type { LogPosition } from "../log/block-log.ts";

/**
 * Keys and values of the ledger's store. The first character is the room:
 *
 * | key | value |
 * |---|---|
 * | `s` contract `#` key | where it was written last: height 5, index 3; then the value |
 * | `t` tx id (UTF-8) | height 8, index 4 |
 * | `b` height 8 | position in the log: segment 8, offset 4, length 4 |
 * | `h` block hash | height 8 |
 * | `c` height 8 | empty: this is a config block |
 * | `k` contract `#` key height 8 index 4 | a modification that is not the one of the `s` row, or was archived: empty, or its value (see `history-entry.ts`) |
 * | `m` name | metadata |
 *
 * Numbers are big endian, so that they sort.
 */
export const formatKey: BinaryString = "mformat";
export const savepointKey: BinaryString = "msavepoint";
/** Up to which row a migration has come. */
export const rowsMigratedKey: BinaryString = "mrowsMigrated";
export const archivedHeightKey: BinaryString = "marchivedHeight";

/** Height that an unfinished revert goes to; there only while the log still holds later blocks. */
export const revertKey: BinaryString = "mrevert";

/** Bytes that follow a state key in its history keys: height and index. */
export const historySuffixLength = 12;

const uint64Max = 0xffff_ffff_ffff_ffffn;

export function stateKey(contract: string, key: BinaryString): BinaryString {
  return `s${contract}#${key}`;
}

export function txKey(txId: string): BinaryString {
  return `t${textToBinaryString(txId)}`;
}

export function blockKey(height: bigint): BinaryString {
  return `b${uint64ToBinaryString(height)}`;
}

export function blockHashKey(hash: Uint8Array): BinaryString {
  return `h${bytesToBinaryString(hash)}`;
}

export function configKey(height: bigint): BinaryString {
  return `c${uint64ToBinaryString(height)}`;
}

/** Height of a config key. */
export function parseConfigKey(key: BinaryString): bigint {
  return binaryStringToUint64(key, 1);
}

/** What the history keys of one state key begin with. */
export function historyPrefix(contract: string, key: BinaryString): BinaryString {
  return `k${contract}#${key}`;
}

/** The end of a history key: sorts by height, then by index in the block. */
export function historySuffix(height: bigint, txIndex: number): BinaryString {
  return uint64ToBinaryString(height) + uint32ToBinaryString(txIndex);
}

/** Height and index of a history key. */
export function parseHistoryKey(key: BinaryString): TxLocation {
  const at = key.length - historySuffixLength;
  return { height: binaryStringToUint64(key, at), index: Number(binaryStringToUint(key, at + 8, 4)) };
}

export function encodeTxLocation(height: bigint, index: number): Uint8Array {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, height);
  view.setUint32(8, index);
  return bytes;
}

export function decodeTxLocation(bytes: Uint8Array): TxLocation {
  const view = viewOf(bytes);
  return { height: view.getBigUint64(0), index: view.getUint32(8) };
}

/** Bytes in front of the value of a row of the state. */
export const rowHeaderLength = 8;

/** A row of the state, written into `target`; 2^40 blocks of 2^24 transactions are more than any chain has. */
export function writeRow(target: Uint8Array, { height, index }: TxLocation, value: Uint8Array): Uint8Array {
  const high = Number(height >> 8n);
  target[0] = high >>> 24;
  target[1] = high >>> 16;
  target[2] = high >>> 8;
  target[3] = high;
  target[4] = Number(height & 0xffn);
  target[5] = index >>> 16;
  target[6] = index >>> 8;
  target[7] = index;
  target.set(value, rowHeaderLength);
  return target;
}

export function encodeRow(location: TxLocation, value: Uint8Array): Uint8Array {
  return writeRow(new Uint8Array(rowHeaderLength + value.length), location, value);
}

/** Where a row of the state was written. */
export function rowLocation(row: Uint8Array): TxLocation {
  const view = viewOf(row);
  return {
    height: (BigInt(view.getUint32(0)) << 8n) | BigInt(view.getUint8(4)),
    index: (view.getUint8(5) << 16) | view.getUint16(6),
  };
}

export function rowValue(row: Uint8Array): Uint8Array {
  return row.subarray(rowHeaderLength);
}

export function encodeLogPosition(position: LogPosition): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, position.segment);
  view.setUint32(8, position.offset);
  view.setUint32(12, position.length);
  return bytes;
}

export function decodeLogPosition(bytes: Uint8Array): LogPosition {
  const view = viewOf(bytes);
  return { segment: view.getBigUint64(0), offset: view.getUint32(8), length: view.getUint32(12) };
}

/** How far the store has come. Written in the same batch as the blocks it covers. */
export interface Savepoint {
  readonly height: bigint;
  readonly blockHash: Uint8Array;
  readonly configHeight: bigint;
}

export function encodeSavepoint(savepoint: Savepoint): Uint8Array {
  const bytes = new Uint8Array(16 + savepoint.blockHash.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, savepoint.height);
  view.setBigUint64(8, savepoint.configHeight);
  bytes.set(savepoint.blockHash, 16);
  return bytes;
}

export function decodeSavepoint(bytes: Uint8Array): Savepoint {
  return { height: bytesToUint64Be(bytes), configHeight: bytesToUint64Be(bytes, 8), blockHash: bytes.slice(16) };
}

/** The smallest key after all keys that begin with `prefix` and an 8-byte number up to `height`. */
export function endAfterHeight(prefix: BinaryString, height: bigint): BinaryString {
  return height >= uint64Max
    ? `${prefix}${uint64ToBinaryString(uint64Max)}\u00ff`
    : prefix + uint64ToBinaryString(height + 1n);
}

function uint64ToBinaryString(value: bigint): BinaryString {
  return uint32ToBinaryString(Number(value >> 32n)) + uint32ToBinaryString(Number(value & 0xffff_ffffn));
}

function uint32ToBinaryString(value: number): BinaryString {
  return String.fromCharCode(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

function binaryStringToUint64(text: BinaryString, at: number): bigint {
  return (binaryStringToUint(text, at, 4) << 32n) | binaryStringToUint(text, at + 4, 4);
}

function binaryStringToUint(text: BinaryString, at: number, length: number): bigint {
  let value = 0;
  for (let i = at; i < at + length; i++) value = value * 256 + text.charCodeAt(i);
  return BigInt(value);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
