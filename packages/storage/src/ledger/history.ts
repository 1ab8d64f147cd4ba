import { fromBinary } from "@bufbuild/protobuf";
import { bytesToBinaryString, type BinaryString } from "@yanta/bytes";
import { scanOwnBlockInfo, TxRWSetSchema, type ScannedBlockInfo } from "@yanta/protocol";

import { storageErrors } from "../errors.ts";
import type { BlockRecord, KeyModification, Kv, TxLocation } from "../interface.ts";
import { decodeHistoryEntry, type HistoryEntry } from "./history-entry.ts";
import {
  endAfterHeight,
  historyPrefix,
  historySuffixLength,
  parseHistoryKey,
  rowLocation,
  rowValue,
  stateKey,
} from "./kv-layout.ts";

/** What reading history needs of a ledger. */
export interface HistorySource {
  readonly kv: Kv;
  /** The record as the log has it, whatever was archived. */
  readRecord(height: bigint): BlockRecord | undefined;
}

interface DecodedBlock {
  readonly height: bigint;
  readonly info: ScannedBlockInfo;
}

/**
 * All modifications of one key, oldest first: those of the history, then that of the row, unless the history has it, too. Values are read
 * from the log, block by block. A suffix starts with the zero byte of its height (heights stay below 2^56), which leaves out almost all
 * longer keys that share the prefix; the length tells the rest apart.
 */
export function* readHistory(
  source: HistorySource,
  contract: string,
  key: BinaryString,
): Generator<KeyModification, void, undefined> {
  const prefix = historyPrefix(contract, key);
  const row = source.kv.get(stateKey(contract, key));
  let newest = row === undefined ? undefined : rowLocation(row);
  let block: DecodedBlock | undefined;
  for (const [historyKey, stored] of source.kv.range({ start: prefix, end: `${prefix}\u0001` })) {
    if (historyKey.length !== prefix.length + historySuffixLength) continue;
    const location = parseHistoryKey(historyKey);
    if (newest !== undefined && isSameLocation(location, newest)) newest = undefined;
    if (stored.length === 0 && block?.height !== location.height) block = decodeBlock(source, location.height);
    const entry = stored.length > 0 ? decodeHistoryEntry(stored) : entryFromBlock(block, location, contract, key);
    yield toModification(entry, location);
  }
  if (newest === undefined) return;
  if (block?.height !== newest.height) block = decodeBlock(source, newest.height);
  yield toModification(entryFromBlock(block, newest, contract, key), newest);
}

/** The value a key had at the end of block `height`. */
export function readStateAt(
  source: HistorySource,
  contract: string,
  key: BinaryString,
  height: bigint,
): Uint8Array | undefined {
  const row = source.kv.get(stateKey(contract, key));
  if (row !== undefined && rowLocation(row).height <= height) return rowValue(row);
  const found = findLastModification(source.kv, historyPrefix(contract, key), height);
  if (found === undefined) return undefined;
  const { location, stored } = found;
  const { value } =
    stored.length > 0
      ? decodeHistoryEntry(stored)
      : entryFromBlock(decodeBlock(source, location.height), location, contract, key);
  return value.length === 0 ? undefined : value;
}

/** An entry of the history. */
export interface FoundModification {
  readonly historyKey: BinaryString;
  readonly location: TxLocation;
  /** Empty, or what the archive has put there. */
  readonly stored: Uint8Array;
}

/** The last entry that the history has of a key up to a height; the row may tell of a later one. */
export function findLastModification(kv: Kv, prefix: BinaryString, height: bigint): FoundModification | undefined {
  for (const [historyKey, stored] of kv.range({ start: prefix, end: endAfterHeight(prefix, height), reverse: true })) {
    if (historyKey.length === prefix.length + historySuffixLength)
      return { historyKey, location: parseHistoryKey(historyKey), stored };
  }
  return undefined;
}

const isSameLocation = (a: TxLocation, b: TxLocation): boolean => a.height === b.height && a.index === b.index;

function toModification(entry: HistoryEntry, { height, index }: TxLocation): KeyModification {
  return { ...entry, height, txIndex: index, isDelete: entry.value.length === 0 };
}

function decodeBlock(source: HistorySource, height: bigint): DecodedBlock | undefined {
  const record = source.readRecord(height);
  return record === undefined ? undefined : { height, info: scanOwnBlockInfo(record.blockInfoBytes) };
}

function entryFromBlock(
  block: DecodedBlock | undefined,
  location: TxLocation,
  contract: string,
  key: BinaryString,
): HistoryEntry {
  const rwSetBytes = block?.info.rwSetBytes[location.index];
  const rwset = rwSetBytes === undefined ? undefined : fromBinary(TxRWSetSchema, rwSetBytes);
  const write = rwset?.txWrites.find(
    (candidate) => candidate.contractName === contract && bytesToBinaryString(candidate.key) === key,
  );
  if (block === undefined || rwset === undefined || write === undefined) {
    throw storageErrors.create("STORAGE_BLOCK_INVALID", {
      height: location.height,
      reason: "it lacks a write that its index names",
    });
  }
  return { txId: rwset.txId, timestamp: block.info.header.blockTimestamp, value: write.value };
}
