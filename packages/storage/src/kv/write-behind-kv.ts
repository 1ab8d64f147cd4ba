import type { BinaryString } from "@yanta/bytes";
import type { CodedError } from "@yanta/errors";

import { storageErrors, type StorageErrorCode } from "../errors.ts";
import { noFaultPoints, type FaultPoints } from "../fault-points.ts";
import { diskError } from "../folder/disk-error.ts";
import type { Kv, KvChange, KvEntry, KvRange } from "../interface.ts";
import { kvKeySizeBytesMax, storeBacklogCountMax, storeFlushSizeBytes } from "../limits.ts";
import { checkKeySize } from "./key-size.ts";
import { mergeEntries, tombstone } from "./merge-entries.ts";
import { OrderedTree } from "./ordered-tree.ts";

/** An ordered store on disk that takes large atomic batches in the background. */
export interface BatchStore {
  /** Names the place in errors. */
  readonly path: string;
  get(key: BinaryString): Uint8Array | undefined;
  /** A consistent view. The iterator is run to its end or closed by `return`. */
  range(range: KvRange): Iterator<KvEntry>;
  /**
   * Takes all changes or none; sorted by key. Resolves when they are durable and visible to `get`. A store that loses
   * power never shows a part of them.
   */
  apply(changes: readonly KvChange[]): Promise<void>;
  close(): Promise<void>;
}

export interface WriteBehindOptions {
  readonly flushSizeBytes?: number | undefined;
  readonly faultPoints?: FaultPoints | undefined;
}

/** Bytes a change costs beside key and value while it waits. */
const changeOverheadBytes = 96;

/** Changes that wait together for one transaction of the store. */
interface Layer {
  readonly tree: OrderedTree;
  sizeBytes: number;
}

/**
 * Gathers changes in memory and hands them to the store in large sorted batches off the main thread. What waits is lost
 * in a crash, which the block log makes good; the store itself always stands at one of the written batches.
 */
export class WriteBehindKv implements Kv {
  readonly #store: BatchStore;
  readonly #flushSizeBytes: number;
  readonly #faultPoints: FaultPoints;
  #waiting: Layer = { tree: new OrderedTree(), sizeBytes: 0 };
  #writing: Layer | undefined;
  /** The transaction under way; never rejects, its error is in `#failure`. */
  #transaction: Promise<void> | undefined;
  #failure: CodedError<StorageErrorCode> | undefined;
  #closed = false;

  constructor(store: BatchStore, options: WriteBehindOptions = {}) {
    this.#store = store;
    this.#flushSizeBytes = options.flushSizeBytes ?? storeFlushSizeBytes;
    this.#faultPoints = options.faultPoints ?? noFaultPoints;
  }

  get(key: BinaryString): Uint8Array | undefined {
    this.#checkOpen();
    const value = this.#waiting.tree.get(key) ?? this.#writing?.tree.get(key);
    if (value !== undefined) return value === tombstone ? undefined : value;
    // Clients choose keys; what the store says of one that is too long would look like damage.
    return key.length > kvKeySizeBytesMax ? undefined : this.#store.get(key);
  }

  getDurable(key: BinaryString): Uint8Array | "unknown" | undefined {
    this.#checkOpen();
    return this.#writing === undefined ? this.#store.get(key) : "unknown";
  }

  range(range: KvRange): Iterable<KvEntry> {
    this.#checkOpen();
    const { start, end, reverse = false, limit = Infinity } = range;
    const unlimited = { start, end, reverse };
    return {
      [Symbol.iterator]: () => {
        if (start >= end || limit <= 0) return [][Symbol.iterator]();
        const layers = [this.#waiting.tree.range(unlimited)[Symbol.iterator]()];
        if (this.#writing !== undefined) layers.push(this.#writing.tree.range(unlimited)[Symbol.iterator]());
        return mergeEntries([...layers, this.#store.range(unlimited)], { reverse, limit });
      },
    };
  }

  write(changes: readonly KvChange[]): void {
    this.#checkOpen();
    for (const { key } of changes) checkKeySize(key);
    const waiting = this.#waiting;
    for (const { key, value } of changes) {
      // Not copied, even if cut out of a block: a block's bytes may wait as long as its changes do.
      waiting.tree.set(key, value === undefined ? tombstone : value);
      waiting.sizeBytes += changeOverheadBytes + key.length + (value?.length ?? 0);
    }
    if (waiting.sizeBytes >= this.#flushSizeBytes && this.#failure === undefined) this.#startTransaction();
  }

  async ready(): Promise<void> {
    this.#checkOpen();
    if (this.#failure !== undefined) await this.#retry();
    while (this.#waiting.sizeBytes > this.#flushSizeBytes * storeBacklogCountMax && this.#failure === undefined) {
      this.#startTransaction();
      await this.#transaction;
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  async flush(): Promise<void> {
    this.#checkOpen();
    await this.#drain();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Writes what waits if the disk takes it; the block log keeps it otherwise. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#drain();
    await this.#store.close();
  }

  async #drain(): Promise<void> {
    if (this.#failure !== undefined) await this.#retry();
    while (this.#failure === undefined && (this.#transaction !== undefined || this.#waiting.tree.size > 0)) {
      this.#startTransaction();
      await this.#transaction;
    }
  }

  async #retry(): Promise<void> {
    if (this.#failure?.retryable !== true) return;
    this.#failure = undefined;
    this.#startTransaction();
    await this.#transaction;
  }

  #startTransaction(): void {
    if (this.#transaction !== undefined) return;
    if (this.#writing === undefined) {
      this.#writing = this.#waiting;
      this.#waiting = { tree: new OrderedTree(), sizeBytes: 0 };
    }
    this.#transaction = this.#writeLayer(this.#writing).then(
      () => {
        this.#writing = undefined;
        this.#transaction = undefined;
      },
      (cause: unknown) => {
        this.#failure = diskError(cause, this.#store.path);
        this.#transaction = undefined;
      },
    );
  }

  async #writeLayer({ tree }: Layer): Promise<void> {
    const changes: KvChange[] = [];
    for (const [key, value] of tree.range({ start: "", end: "\u0100" })) {
      changes.push(value === tombstone ? { key } : { key, value });
    }
    this.#faultPoints.hit("store.flush.before");
    await this.#store.apply(changes);
    this.#faultPoints.hit("store.flush.after");
  }

  #checkOpen(): void {
    if (this.#closed) throw storageErrors.create("STORAGE_CLOSED");
  }
}
