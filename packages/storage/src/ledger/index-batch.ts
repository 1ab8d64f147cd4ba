import { bytesToUint64Be, emptyBytes, uint64ToBytesBe, type BinaryString } from "@yanta/bytes";

import type { BlockCommit, Kv, KvChange, StateWrite, TxLocation } from "../interface.ts";
import type { LogPosition } from "../log/block-log.ts";
import {
  archivedHeightKey,
  blockHashKey,
  blockKey,
  configKey,
  encodeLogPosition,
  encodeSavepoint,
  encodeTxLocation,
  historyPrefix,
  historySuffix,
  rowHeaderLength,
  rowLocation,
  savepointKey,
  stateKey,
  txKey,
  writeRow,
  type Savepoint,
} from "./kv-layout.ts";

/** State, indexes, history and savepoint of one block, as changes of a store that stands at the block before. */
export function blockToChanges(
  kv: Pick<Kv, "get">,
  block: BlockCommit,
  position: LogPosition,
  savepoint: Savepoint,
): KvChange[] {
  const { height, blockHash } = block.record;
  const rows = new BlockRows(kv, block);
  block.txs.forEach(({ txId, writes }, index) => {
    rows.changes.push({ key: txKey(txId), value: encodeTxLocation(height, index) });
    for (const write of writes) rows.add(write, index);
  });
  const { changes } = rows;
  changes.push({ key: blockKey(height), value: encodeLogPosition(position) });
  changes.push({ key: blockHashKey(blockHash), value: uint64ToBytesBe(height) });
  if (block.isConfigBlock) changes.push({ key: configKey(height), value: emptyBytes });
  changes.push({ key: savepointKey, value: encodeSavepoint(savepoint) });
  return changes;
}

/**
 * The rows that a block writes. The newest modification of a key is known by its row alone; one that is followed by another, and one
 * that deletes, gets an entry in the history. Most keys are written once, so that the history costs them nothing.
 */
class BlockRows {
  readonly changes: KvChange[] = [];
  readonly #kv: Pick<Kv, "get">;
  readonly #height: bigint;
  readonly #archivedHeight: bigint;
  /** What the block itself has written before. */
  readonly #written = new Map<BinaryString, Uint8Array | undefined>();
  /** All rows of a block in one piece: thousands of small arrays cost more than their bytes. */
  readonly #room: Uint8Array;
  #used = 0;

  constructor(kv: Pick<Kv, "get">, { record, txs }: BlockCommit) {
    this.#kv = kv;
    this.#height = record.height;
    const archivedHeight = kv.get(archivedHeightKey);
    this.#archivedHeight = archivedHeight === undefined ? 0n : bytesToUint64Be(archivedHeight);
    let sizeBytes = 0;
    for (const { writes } of txs) for (const { value } of writes) sizeBytes += rowHeaderLength + value.length;
    this.#room = new Uint8Array(sizeBytes);
  }

  add({ contract, key, value }: StateWrite, index: number): void {
    const name = stateKey(contract, key);
    const location = { height: this.#height, index };
    const written = this.#written.get(name);
    const previous = written ?? (this.#written.has(name) ? undefined : this.#kv.get(name));
    if (previous !== undefined) this.#keep(historyPrefix(contract, key), rowLocation(previous));
    if (value.length === 0) {
      this.#written.set(name, undefined);
      this.changes.push({ key: name });
      this.changes.push({ key: historyPrefix(contract, key) + historySuffix(this.#height, index), value: emptyBytes });
    } else {
      const row = this.#newRow(location, value);
      this.#written.set(name, row);
      this.changes.push({ key: name, value: row });
    }
  }

  /** Notes a modification that is no longer the newest. One that was archived has its entry, with its value. */
  #keep(prefix: BinaryString, { height, index }: TxLocation): void {
    const key = prefix + historySuffix(height, index);
    if (height < this.#archivedHeight && this.#kv.get(key) !== undefined) return;
    this.changes.push({ key, value: emptyBytes });
  }

  #newRow(location: TxLocation, value: Uint8Array): Uint8Array {
    const end = this.#used + rowHeaderLength + value.length;
    const row = writeRow(this.#room.subarray(this.#used, end), location, value);
    this.#used = end;
    return row;
  }
}
