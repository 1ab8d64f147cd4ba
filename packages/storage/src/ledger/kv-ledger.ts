import { bytesToUint64Be, equalBytes, uint64ToBytesBe, type BinaryString } from "@yanta/bytes";
import { scanBlockInfo, scanOwnBlockInfo } from "@yanta/protocol";

import { storageErrors } from "../errors.ts";
import { noFaultPoints, type FaultPoints } from "../fault-points.ts";
import type {
  BlockCommit,
  BlockRecord,
  KeyModification,
  Kv,
  KvChange,
  Ledger,
  LedgerArchive,
  LedgerRevert,
  StateWrite,
  TxLocation,
} from "../interface.ts";
import { checkKeySize } from "../kv/key-size.ts";
import {
  canArchive,
  canCut,
  type BlockLog,
  type BlockLogArchive,
  type BlockLogCut,
  type LogPosition,
} from "../log/block-log.ts";
import { archiveBlocks, staysWhole, withoutContents } from "./archive-blocks.ts";
import { BlockCache } from "./block-cache.ts";
import { deriveBlockCommit } from "./derive-commit.ts";
import { readHistory, readStateAt, type HistorySource } from "./history.ts";
import { blockToChanges } from "./index-batch.ts";
import {
  archivedHeightKey,
  blockHashKey,
  blockKey,
  decodeLogPosition,
  decodeSavepoint,
  decodeTxLocation,
  encodeLogPosition,
  historyPrefix,
  historySuffixLength,
  revertKey,
  rowValue,
  savepointKey,
  stateKey,
  txKey,
  type Savepoint,
} from "./kv-layout.ts";
import { readRangeAt } from "./past-range.ts";
import { revertBlocks } from "./revert-blocks.ts";
import type { StateCache } from "./state-cache.ts";

export interface KvLedgerParts {
  readonly kv: Kv;
  /** Without the methods of BlockLogArchive nothing can be archived, without those of BlockLogCut the chain cannot go back. */
  readonly log: BlockLog & Partial<BlockLogArchive & BlockLogCut>;
  /** Absent over a store that is itself in memory. */
  readonly stateCache?: StateCache;
  readonly faultPoints?: FaultPoints;
  /** Gives up what the parts do not hold themselves, such as the folder's lock. */
  readonly onClose?: () => Promise<void>;
}

/** The ledger over any block log and any store whose savepoint equals the log's last block. */
export class KvLedger implements Ledger, LedgerArchive, LedgerRevert, HistorySource {
  readonly kv: Kv;
  readonly #log: BlockLog & Partial<BlockLogArchive & BlockLogCut>;
  readonly #stateCache: StateCache | undefined;
  readonly #faultPoints: FaultPoints;
  readonly #onClose: () => Promise<void>;
  readonly #blockCache = new BlockCache();
  #savepoint: Savepoint | undefined;
  #archivedHeight: bigint;
  #committing = false;
  #archiving = false;
  #closed = false;
  /** Why store and log may no longer agree; the next opening brings them together again. */
  #failure: Error | undefined;

  constructor(parts: KvLedgerParts) {
    this.kv = parts.kv;
    this.#log = parts.log;
    this.#stateCache = parts.stateCache;
    this.#faultPoints = parts.faultPoints ?? noFaultPoints;
    this.#onClose = parts.onClose ?? (async () => undefined);
    const archivedHeight = this.kv.get(archivedHeightKey);
    this.#archivedHeight = archivedHeight === undefined ? 0n : bytesToUint64Be(archivedHeight);
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
    return this.#archivedHeight;
  }

  getBlock(height: bigint): BlockRecord | undefined {
    const record = this.readRecord(height);
    if (record === undefined || height >= this.#archivedHeight || record.archived === true) return record;
    return staysWhole(this.kv, deriveBlockCommit(record)) ? record : withoutContents(record);
  }

  readRecord(height: bigint): BlockRecord | undefined {
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
    const cached = cache?.get(fullKey);
    if (cached !== undefined) return cached ?? undefined;
    const row = this.kv.get(fullKey);
    const value = row === undefined ? undefined : rowValue(row);
    cache?.set(fullKey, value ?? null);
    return value;
  }

  *rangeState(
    contract: string,
    start: BinaryString,
    limit: BinaryString,
  ): Generator<readonly [BinaryString, Uint8Array], void, undefined> {
    const prefixLength = stateKey(contract, "").length;
    for (const [key, row] of this.kv.range({ start: stateKey(contract, start), end: stateKey(contract, limit) })) {
      yield [key.slice(prefixLength), rowValue(row)];
    }
  }

  getHistory(contract: string, key: BinaryString): Iterable<KeyModification> {
    return readHistory(this, contract, key);
  }

  getStateAt(contract: string, key: BinaryString, height: bigint): Uint8Array | undefined {
    if (height >= (this.lastHeight ?? -1n)) return this.getState(contract, key);
    return readStateAt(this, contract, key, height);
  }

  rangeStateAt(
    contract: string,
    start: BinaryString,
    limit: BinaryString,
    height: bigint,
  ): Iterable<readonly [BinaryString, Uint8Array]> {
    if (height >= (this.lastHeight ?? -1n)) return this.rangeState(contract, start, limit);
    return readRangeAt(this, { contract, start, limit, height });
  }

  commit(block: BlockCommit): Promise<void> {
    return this.commitAll([block]);
  }

  async commitAll(blocks: readonly BlockCommit[]): Promise<void> {
    for (const [index, block] of blocks.entries()) this.#checkCommit(block, BigInt(index));
    this.#committing = true;
    try {
      await this.kv.ready();
      const positions = await this.#append(blocks.map(({ record }) => record));
      for (const [index, block] of blocks.entries()) this.#indexOrStop(block, positions[index]);
    } finally {
      this.#committing = false;
    }
  }

  async revertTo(height: bigint): Promise<ReadonlySet<string>> {
    const { lastHeight = -1n, archivedHeight } = this;
    const log = this.#log;
    if (this.#closed) throw storageErrors.create("STORAGE_CLOSED");
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#committing || this.#archiving) throw storageErrors.create("STORAGE_COMMIT_ORDER", { height, lastHeight });
    const bytes = height > lastHeight || height < archivedHeight ? undefined : this.kv.get(blockKey(height));
    if (bytes === undefined || !canCut(log))
      throw storageErrors.create("STORAGE_REVERT_RANGE", { height, archivedHeight, lastHeight });
    this.#committing = true;
    try {
      await this.kv.ready();
      return await this.#goBack(log, height, decodeLogPosition(bytes));
    } finally {
      this.#committing = false;
    }
  }

  *listState(): Generator<StateWrite, void, undefined> {
    const prefix = "s";
    for (const [name, row] of this.kv.range({ start: prefix, end: "t" })) {
      const at = name.indexOf("#");
      yield { contract: name.slice(prefix.length, at), key: name.slice(at + 1), value: rowValue(row) };
    }
  }

  async archiveBelow(height: bigint): Promise<void> {
    const before = this.#archivedHeight;
    if (height <= before || height > (this.lastHeight ?? -1n)) throw this.#archiveRange(height);
    await this.#exclusively(async (log) => {
      await this.#moveArchivedHeight(height, []);
      // Blocks that were restored lie aside, below the first one of the log itself.
      const { firstHeight } = log;
      const from = before < firstHeight ? before : firstHeight;
      const end = height < firstHeight ? height : log.droppableBelow(height);
      await archiveBlocks({ kv: this.kv, log, faultPoints: this.#faultPoints }, from, end);
      this.#blockCache.clear();
    });
  }

  async restoreBlock(height: bigint, blockInfoBytes: Uint8Array): Promise<void> {
    const stored = height === this.#archivedHeight - 1n ? this.readRecord(height) : undefined;
    if (stored === undefined) throw this.#archiveRange(height);
    const record = { height, blockHash: stored.blockHash, blockInfoBytes };
    deriveBlockCommit(record);
    const header = scanOwnBlockInfo(stored.blockInfoBytes).headerBytes;
    if (!equalBytes(scanBlockInfo(blockInfoBytes).headerBytes, header)) {
      throw storageErrors.create("STORAGE_BLOCK_INVALID", {
        height,
        reason: "its header is not the one that was archived",
      });
    }
    await this.#exclusively(async (log) => {
      const [position] = stored.archived === true ? await log.setAside([record]) : [];
      const moved = position === undefined ? [] : [{ key: blockKey(height), value: encodeLogPosition(position) }];
      await this.#moveArchivedHeight(height, moved);
      this.#blockCache.delete(height);
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#log.close();
    await this.kv.close();
    await this.#onClose();
  }

  /** Archiving and restoring take turns: the second caller is refused. */
  async #exclusively(action: (log: BlockLog & BlockLogArchive) => Promise<void>): Promise<void> {
    const log = this.#log;
    if (this.#closed) throw storageErrors.create("STORAGE_CLOSED");
    if (this.#archiving || !canArchive(log)) throw storageErrors.create("STORAGE_ARCHIVE_REFUSED");
    this.#archiving = true;
    try {
      await action(log);
    } finally {
      this.#archiving = false;
    }
  }

  async #moveArchivedHeight(height: bigint, changes: readonly KvChange[]): Promise<void> {
    await this.kv.ready();
    this.kv.write([...changes, { key: archivedHeightKey, value: uint64ToBytesBe(height) }]);
    await this.kv.flush();
    this.#archivedHeight = height;
  }

  #archiveRange(height: bigint): Error {
    const { archivedHeight, lastHeight = -1n } = this;
    return storageErrors.create("STORAGE_ARCHIVE_RANGE", { height, archivedHeight, lastHeight });
  }

  /** `before` blocks come in front of it in the same commit. */
  #checkCommit(block: BlockCommit, before: bigint): void {
    if (this.#closed) throw storageErrors.create("STORAGE_CLOSED");
    if (this.#failure !== undefined) throw this.#failure;
    const { height } = block.record;
    const lastHeight = (this.lastHeight ?? -1n) + before;
    if (this.#committing || height !== lastHeight + 1n) {
      throw storageErrors.create("STORAGE_COMMIT_ORDER", { height, lastHeight });
    }
    for (const { txId, writes } of block.txs) {
      checkKeySize(txKey(txId));
      for (const { contract, key } of writes)
        checkKeySize(historyPrefix(contract, key) + " ".repeat(historySuffixLength));
    }
  }

  /** Makes records durable. */
  async #append(records: readonly BlockRecord[]): Promise<readonly LogPosition[]> {
    this.#faultPoints.hit("log.append.before");
    const positions = await this.#log.append(records);
    this.#faultPoints.hit("log.append.after");
    await this.#log.sync();
    this.#faultPoints.hit("log.fsync.after");
    return positions;
  }

  /**
   * The store first: were the log cut before, a crash would leave a store that knows more than the truth; unless what it holds durably is
   * older than that. A log that is cut in several steps is announced in the store, so that the next opening ends what was begun (`finishRevert`).
   */
  async #goBack(log: BlockLogCut, height: bigint, position: LogPosition): Promise<ReadonlySet<string>> {
    const { changes, savepoint, contracts } = revertBlocks(this, this.lastHeight ?? -1n, height);
    const isAnnounced = !log.cutsAtOnce(position);
    this.kv.write(isAnnounced ? [...changes, { key: revertKey, value: uint64ToBytesBe(height) }] : changes);
    this.#savepoint = savepoint;
    this.#blockCache.clear();
    for (const { key } of changes) this.#stateCache?.delete(key);
    try {
      this.#faultPoints.hit("revert.store.written");
      if (isAnnounced || !this.#isStoreBehind(height)) await this.kv.flush();
      this.#faultPoints.hit("revert.store.flushed");
      await log.truncateAfter(position);
      this.#faultPoints.hit("revert.log.cut");
      if (isAnnounced) {
        this.kv.write([{ key: revertKey }]);
        await this.kv.flush();
      }
      return contracts;
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  /** Whether a crash now would leave a store that knows no block above a height: it writes many blocks at a time. */
  #isStoreBehind(height: bigint): boolean {
    const savepoint = this.kv.getDurable?.(savepointKey);
    return savepoint instanceof Uint8Array && decodeSavepoint(savepoint).height <= height;
  }

  /** The log has the block already: were another of its height appended, no opening could read the log any more. */
  #indexOrStop(block: BlockCommit, position: LogPosition | undefined): void {
    try {
      if (position === undefined) throw new Error("a log gave no position for its record");
      this.#index(block, position);
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  #index(block: BlockCommit, position: LogPosition): void {
    const { height, blockHash } = block.record;
    const configHeight = block.isConfigBlock ? height : (this.lastConfigHeight ?? 0n);
    const savepoint = { height, blockHash, configHeight };
    const changes = blockToChanges(this.kv, block, position, savepoint);
    this.kv.write(changes);
    this.#faultPoints.hit("index.batch.middle");
    this.#savepoint = savepoint;
    this.#blockCache.set(block.record);
    // The next read brings the new value in: most written keys are not read again soon.
    if (this.#stateCache !== undefined) for (const { key } of changes) this.#stateCache.delete(key);
    this.#faultPoints.hit("index.batch.after");
  }
}
