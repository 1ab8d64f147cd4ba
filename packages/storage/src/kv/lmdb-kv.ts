import { mkdirSync, statfsSync } from "node:fs";
import { join } from "node:path";

import { open, type RootDatabase } from "lmdb";
import type { BinaryString } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import { noFaultPoints, type FaultPoints } from "../fault-points.ts";
import { diskError, errorText } from "../folder/disk-error.ts";
import type { Kv, KvChange, KvEntry, KvRange } from "../interface.ts";
import { diskFullBelowBytes, kvKeySizeBytesMax } from "../limits.ts";
import { checkLmdbFile } from "./lmdb-file.ts";
import { WriteBehindKv, type BatchStore, type WriteBehindOptions } from "./write-behind-kv.ts";

export interface LmdbKvOptions extends WriteBehindOptions {
  readonly directory: string;
}

/** Bytes of a page: with 8 KiB keys may have up to 4,026 bytes. */
const pageSizeBytes = 8192;

/**
 * Bytes of address space taken at once; a file that outgrows it is mapped anew. Every new mapping leaves the pages of
 * the one before resident: growing from a small one cost 88 of 525 MB after 100,000 transactions.
 */
const mapSizeBytes = 64 * 1024 * 1024 * 1024;

const latin1Keys = {
  writeKey(key: BinaryString, target: Buffer, start: number): number {
    // LMDB's binding takes a RangeError as the sign to begin another buffer.
    if (start + key.length > target.length) throw new RangeError("the key does not fit");
    return start + target.write(key, start, "latin1");
  },
  readKey(source: Buffer, start: number, end: number): BinaryString {
    return source.toString("latin1", start, end);
  },
};

/**
 * The persistent store: LMDB behind a layer that gathers changes. Each batch is one LMDB transaction with its own fsync,
 * made in LMDB's writer thread; LMDB never overwrites pages that the last durable transaction uses, so that neither a
 * killed process nor a loss of power leaves it inconsistent. Throws STORAGE_STORE_DAMAGED.
 */
export async function openLmdbKv(options: LmdbKvOptions): Promise<Kv> {
  const { directory } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = checkLmdbFile(join(directory, "data.mdb"), pageSizeBytes);
  let database: RootDatabase<Uint8Array, BinaryString>;
  try {
    database = open<Uint8Array, BinaryString>({
      path: directory,
      encoding: "binary",
      keyEncoder: latin1Keys,
      pageSize: pageSizeBytes,
      mapSize: mapSizeBytes,
      overlappingSync: false,
      noSync: false,
      eventTurnBatching: false,
    });
  } catch (cause) {
    throw file === "absent" ? diskError(cause, directory) : damaged(directory, cause);
  }
  const store = new LmdbStore(directory, database, options.faultPoints ?? noFaultPoints);
  if (file === "short") await readEverything(store);
  return new WriteBehindKv(store, options);
}

async function readEverything(store: LmdbStore): Promise<void> {
  try {
    const entries = store.range({ start: "\u0000", end: "\u00ff".repeat(kvKeySizeBytesMax) });
    while (entries.next().done !== true) continue;
  } catch (cause) {
    await store.close();
    throw damaged(store.path, cause);
  }
}

function damaged(path: string, cause: unknown): Error {
  return storageErrors.create("STORAGE_STORE_DAMAGED", { path, reason: errorText(cause) }, cause);
}

class LmdbStore implements BatchStore {
  readonly path: string;
  readonly #database: RootDatabase<Uint8Array, BinaryString>;
  readonly #faultPoints: FaultPoints;

  constructor(path: string, database: RootDatabase<Uint8Array, BinaryString>, faultPoints: FaultPoints) {
    this.path = path;
    this.#database = database;
    this.#faultPoints = faultPoints;
  }

  get(key: BinaryString): Uint8Array | undefined {
    try {
      return this.#database.getBinary(key);
    } catch (cause) {
      throw damaged(this.path, cause);
    }
  }

  range({ start, end, reverse = false }: KvRange): Iterator<KvEntry> {
    const entries = reverse
      ? this.#database.getRange({ start: end, end: start, reverse: true, exclusiveStart: true, inclusiveEnd: true })
      : this.#database.getRange({ start, end });
    return entries.map(({ key, value }): KvEntry => [key, value])[Symbol.iterator]();
  }

  async apply(changes: readonly KvChange[]): Promise<void> {
    const database = this.#database;
    try {
      let lastPromise: Promise<boolean> | undefined;
      await database.batch(() => {
        for (const [index, { key, value }] of changes.entries()) {
          if (index === changes.length >> 1) this.#faultPoints.hit("store.flush.middle");
          const promise = value === undefined ? database.remove(key) : database.put(key, value);
          // The batch's own promise tells of a failure; these are one and the same or fail with it.
          if (promise !== lastPromise) promise.catch(() => undefined);
          lastPromise = promise;
        }
      });
      await database.flushed;
    } catch (cause) {
      throw await this.#commitError(cause);
    }
    database.resetReadTxn();
  }

  /** The reason of a failed transaction. LMDB reports a full disk as an I/O error, because only a part was written. */
  async #commitError(error: unknown): Promise<unknown> {
    const reason =
      error instanceof Error && "commitError" in error
        ? await Promise.resolve(error.commitError).catch((cause: unknown) => cause)
        : error;
    const { bavail, bsize } = statfsSync(this.path);
    return bavail * bsize < diskFullBelowBytes
      ? storageErrors.create("STORAGE_DISK_FULL", { path: this.path }, reason)
      : reason;
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
