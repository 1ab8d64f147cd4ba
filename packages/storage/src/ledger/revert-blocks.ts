import { fromBinary } from "@bufbuild/protobuf";
import { bytesToBinaryString, type BinaryString } from "@yanta/bytes";
import { scanOwnBlockInfo, TxRWSetSchema } from "@yanta/protocol";

import { storageErrors } from "../errors.ts";
import type { KvChange, TxLocation } from "../interface.ts";
import { revertedWritesMax } from "../limits.ts";
import { deriveBlockCommit } from "./derive-commit.ts";
import { findLastModification, type HistorySource } from "./history.ts";
import { decodeHistoryEntry } from "./history-entry.ts";
import {
  blockHashKey,
  blockKey,
  configKey,
  encodeRow,
  encodeSavepoint,
  historyPrefix,
  historySuffix,
  parseConfigKey,
  savepointKey,
  stateKey,
  txKey,
  type Savepoint,
} from "./kv-layout.ts";

export interface RevertedBlocks {
  /** What the store must take to stand at the height. */
  readonly changes: readonly KvChange[];
  readonly savepoint: Savepoint;
  /** Contracts whose rows the removed blocks wrote. */
  readonly contracts: ReadonlySet<string>;
}

/** A key that removed blocks wrote. */
interface WrittenKey {
  readonly contract: string;
  readonly key: BinaryString;
}

/**
 * What takes a store from its last block back to an earlier one. The cost is that of the removed blocks, and of one look into the
 * history for each key that they wrote. None of them may be archived.
 *
 * Errors: STORAGE_REVERT_SIZE, STORAGE_BLOCK_INVALID.
 */
export function revertBlocks(source: HistorySource, lastHeight: bigint, height: bigint): RevertedBlocks {
  const changes: KvChange[] = [];
  const written = new Map<BinaryString, WrittenKey>();
  for (let removed = lastHeight; removed > height; removed--) {
    removeBlock(source, removed, changes, written);
    if (changes.length > revertedWritesMax)
      throw storageErrors.create("STORAGE_REVERT_SIZE", { height, writesMax: revertedWritesMax });
  }
  restoreValues(source, height, written, changes);
  const savepoint = savepointAt(source, height);
  changes.push({ key: savepointKey, value: encodeSavepoint(savepoint) });
  return { changes, savepoint, contracts: new Set([...written.values()].map(({ contract }) => contract)) };
}

function removeBlock(
  source: HistorySource,
  height: bigint,
  changes: KvChange[],
  written: Map<BinaryString, WrittenKey>,
): void {
  const record = source.readRecord(height);
  if (record === undefined) throw storageErrors.create("STORAGE_BLOCK_INVALID", { height, reason: "it is missing" });
  for (const [index, { txId, writes }] of deriveBlockCommit(record).txs.entries()) {
    changes.push({ key: txKey(txId) });
    const suffix = historySuffix(height, index);
    for (const { contract, key } of writes) {
      changes.push({ key: historyPrefix(contract, key) + suffix });
      written.set(stateKey(contract, key), { contract, key });
    }
  }
  changes.push({ key: blockKey(height) }, { key: blockHashKey(record.blockHash) }, { key: configKey(height) });
}

/** Gives each key the value that it had at the height. Keys whose value stands in one block are looked up together. */
function restoreValues(
  source: HistorySource,
  height: bigint,
  written: ReadonlyMap<BinaryString, WrittenKey>,
  changes: KvChange[],
): void {
  const inBlocks = new Map<bigint, WantedRow[]>();
  for (const [name, { contract, key }] of written) {
    const found = findLastModification(source.kv, historyPrefix(contract, key), height);
    if (found === undefined) {
      changes.push({ key: name });
      continue;
    }
    const { historyKey, location, stored } = found;
    if (stored.length > 0) changes.push(rowChange(name, location, decodeHistoryEntry(stored).value));
    else {
      const wanted = inBlocks.get(location.height);
      const row = { location, stateKey: name, historyKey };
      if (wanted === undefined) inBlocks.set(location.height, [row]);
      else wanted.push(row);
    }
  }
  for (const [blockHeight, wanted] of inBlocks) {
    const values = new BlockWrites(source, blockHeight);
    for (const { location, stateKey: name, historyKey } of wanted) {
      const value = values.find(location.index, name);
      changes.push(rowChange(name, location, value));
      // The row tells of it again.
      if (value.length > 0) changes.push({ key: historyKey });
    }
  }
}

/** A row that gets back the value of a block. */
interface WantedRow {
  readonly location: TxLocation;
  readonly stateKey: BinaryString;
  readonly historyKey: BinaryString;
}

/** The writes of one block's transactions, each decoded once. */
class BlockWrites {
  readonly #height: bigint;
  readonly #rwSetBytes: readonly Uint8Array[];
  readonly #decoded = new Map<number, ReadonlyMap<BinaryString, Uint8Array>>();

  constructor(source: HistorySource, height: bigint) {
    this.#height = height;
    const record = source.readRecord(height);
    this.#rwSetBytes = record === undefined ? [] : scanOwnBlockInfo(record.blockInfoBytes).rwSetBytes;
  }

  find(index: number, name: BinaryString): Uint8Array {
    let writes = this.#decoded.get(index);
    if (writes === undefined) {
      const { txWrites } = fromBinary(TxRWSetSchema, this.#rwSetBytes[index] ?? new Uint8Array(0));
      writes = new Map(
        txWrites.map(({ contractName, key, value }) => [stateKey(contractName, bytesToBinaryString(key)), value]),
      );
      this.#decoded.set(index, writes);
    }
    const value = writes.get(name);
    if (value !== undefined) return value;
    throw storageErrors.create("STORAGE_BLOCK_INVALID", {
      height: this.#height,
      reason: "it lacks a write that its index names",
    });
  }
}

const rowChange = (key: BinaryString, location: TxLocation, value: Uint8Array): KvChange =>
  value.length === 0 ? { key } : { key, value: encodeRow(location, value) };

function savepointAt(source: HistorySource, height: bigint): Savepoint {
  const record = source.readRecord(height);
  if (record === undefined) throw storageErrors.create("STORAGE_BLOCK_INVALID", { height, reason: "it is missing" });
  const [last] = source.kv.range({ start: configKey(0n), end: configKey(height + 1n), reverse: true, limit: 1 });
  const configHeight = last === undefined ? 0n : parseConfigKey(last[0]);
  return { height, blockHash: record.blockHash, configHeight };
}
