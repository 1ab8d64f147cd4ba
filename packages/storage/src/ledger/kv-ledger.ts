import { bytesToUint64Be, type BinaryString } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import { noFaultPoints, type FaultPoints } from "../fault-points.ts";
import type { BlockCommit, BlockRecord, KeyModification, Kv, Ledger, TxLocation } from "../interface.ts";
import { checkKeySize } from "../kv/key-size.ts";
import type { BlockLog, LogPosition } from "../log/block-log.ts";
import { BlockCache } from "./block-cache.ts";
import { readHistory, readStateAt, type HistorySource } from "./history.ts";
import { blockToChanges } from "./index-batch.ts";
import {
  archivedHeightKey,
  blockHashKey,
  blockKey,
  decodeLogPosition,
  decodeSavepoint,
  decodeTxLocation,
  historyPrefix,
  historySuffixLength,
  savepointKey,
  stateKey,
  txKey,
  type Savepoint,
} from "./kv-layout.ts";
import type { StateCache } from "./state-cache.ts";

export interface KvLedgerParts {
  readonly kv: Kv;
  readonly log: BlockLog;
  /** Absent over a store that is itself in memory. */
  readonly stateCache?: StateCache;
  readonly faultPoints?: FaultPoints;
  /** Gives up what the parts do not hold themselves, such as the folder's lock. */
  readonly onClose?: () => Promise<void>;
}

/** The ledger over any block log and any store whose savepoint equals the log's last block. */
export class KvLedger implements Ledger, HistorySource {
  readonly kv: Kv;
  readonly #log: BlockLog;
  readonly #stateCache: StateCache | undefined;
  readonly #faultPoints: FaultPoints;
  readonly #onClose: () => Promise<void>;
  readonly #blockCache = new BlockCache();
  #savepoint: Savepoint | undefined;
  #committing = false;
  #closed = false;

  constructor(parts: KvLedgerParts) {
    this.kv = parts.kv;
    this.#log = parts.log;
    this.#stateCache = parts.stateCache;
    this.#faultPoints = parts.faultPoints ?? noFaultPoints;
    this.#onClose = parts.onClose ?? (async () => undefined);
    const savepoint = this.kv.get(savepointKey);
    this.#savepoint = savepoint === undefined ? undefined : decodeSavepoint(savepoint);
  }

  get lastHeight(): bigint | undefined {
    return this.#savepoint?.height;
  }

  get lastBlockHash(): Uint8Array | undefined {
    return this.#savepoint?.blockHash;
  }

  get lastConfigHeight(): bigint | undefined {
    return this.#savepoint?.configHeight;
  }

  get archivedHeight(): bigint {
    const bytes = this.kv.get(archivedHeightKey);
    return bytes === undefined ? 0n : bytesToUint64Be(bytes);
  }

  getBlock(height: bigint): BlockRecord | undefined {
    if (height < 0n || height > (this.lastHeight ?? -1n)) return undefined;
    const cached = this.#blockCache.get(height);
    if (cached !== undefined) return cached;
    const position = this.kv.get(blockKey(height));
    if (position === undefined) return undefined;
    const record = this.#log.read(decodeLogPosition(position));
    this.#blockCache.set(record);
    return record;
  }

  getHeightByHash(blockHash: Uint8Array): bigint | undefined {
    const bytes = this.kv.get(blockHashKey(blockHash));
    return bytes === undefined ? undefined : bytesToUint64Be(bytes);
  }

  getTxLocation(txId: string): TxLocation | undefined {
    const bytes = this.kv.get(txKey(txId));
    return bytes === undefined ? undefined : decodeTxLocation(bytes);
  }

  getState(contract: string, key: BinaryString): Uint8Array | undefined {
    const fullKey = stateKey(contract, key);
    const cache = this.#stateCache;
    if (cache === undefined) return this.kv.get(fullKey);
    const cached = cache.get(fullKey);
    if (cached !== undefined) return cached ?? undefined;
    const value = this.kv.get(fullKey);
    cache.set(fullKey, value ?? null);
    return value;
  }

  *rangeState(
    contract: string,
    start: BinaryString,
    limit: BinaryString,
  ): Generator<readonly [BinaryString, Uint8Array], void, undefined> {
    const prefixLength = stateKey(contract, "").length;
    for (const [key, value] of this.kv.range({ start: stateKey(contract, start), end: stateKey(contract, limit) })) {
      yield [key.slice(prefixLength), value];
    }
  }

  getHistory(contract: string, key: BinaryString): Iterable<KeyModification> {
    return readHistory(this, contract, key);
  }

  getStateAt(contract: string, key: BinaryString, height: bigint): Uint8Array | undefined {
    if (height >= (this.lastHeight ?? -1n)) return this.getState(contract, key);
    return readStateAt(this, contract, key, height);
  }

  async commit(block: BlockCommit): Promise<void> {
    this.#checkCommit(block);
    this.#committing = true;
    try {
      await this.kv.ready();
      const position = await this.#append(block.record);
      this.#index(block, position);
    } finally {
      this.#committing = false;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#log.close();
    await this.kv.close();
    await this.#onClose();
  }

  #checkCommit(block: BlockCommit): void {
    if (this.#closed) throw storageErrors.create("STORAGE_CLOSED");
    const { height } = block.record;
    const lastHeight = this.lastHeight ?? -1n;
    if (this.#committing || height !== lastHeight + 1n) {
      throw storageErrors.create("STORAGE_COMMIT_ORDER", { height, lastHeight });
    }
    for (const { txId, writes } of block.txs) {
      checkKeySize(txKey(txId));
      for (const { contract, key } of writes)
        checkKeySize(historyPrefix(contract, key) + " ".repeat(historySuffixLength));
    }
  }

  /** Makes the record durable. */
  async #append(record: BlockRecord): Promise<LogPosition> {
    this.#faultPoints.hit("log.append.before");
    const [position] = await this.#log.append([record]);
    this.#faultPoints.hit("log.append.after");
    await this.#log.sync();
    this.#faultPoints.hit("log.fsync.after");
    if (position === undefined) throw new Error("a log gave no position for its record");
    return position;
  }

  #index(block: BlockCommit, position: LogPosition): void {
    const { height, blockHash } = block.record;
    const configHeight = block.isConfigBlock ? height : (this.lastConfigHeight ?? 0n);
    const savepoint = { height, blockHash, configHeight };
    const changes = blockToChanges(block, position, savepoint);
    this.kv.write(changes);
    this.#faultPoints.hit("index.batch.middle");
    this.#savepoint = savepoint;
    this.#blockCache.set(block.record);
    // The next read brings the new value in: most written keys are not read again soon.
    if (this.#stateCache !== undefined) for (const { key } of changes) this.#stateCache.delete(key);
    this.#faultPoints.hit("index.batch.after");
  }
}
