import { CodedError } from "@yanta/errors";
import type { Ledger } from "../interface.ts";
import { createMemoryKv, type ForkableKv } from "../kv/memory-kv.ts";
import { catchUp, readSavepoint } from "../ledger/catch-up.ts";
import { KvLedger } from "../ledger/kv-ledger.ts";
import { blockKey, decodeLogPosition } from "../ledger/kv-layout.ts";
import { checkStoreFormat } from "../ledger/store-format.ts";
import { stateImageLogBytes } from "../limits.ts";
import type { LogPosition } from "../log/block-log.ts";
import type { SyncFile } from "../log/sync-file.ts";
import { SyncFileBlockLog } from "../log/sync-file-block-log.ts";
import { StateImages } from "./state-images.ts";

/** The files of one chain in a tab. */
export interface TabFiles {
  readonly blocks: SyncFile;
  readonly images: readonly [SyncFile, SyncFile];
}

export interface TabStoreOptions {
  readonly chainId: string;
  readonly files: TabFiles;
  /** Names the place in errors. */
  readonly path: string;
  /** Bytes of new blocks after which an image is written; `stateImageLogBytes` when absent. */
  readonly imageLogBytes?: number;
}

/** A point of a chain to come back to. It keeps the store's entries of then, which shares all that did not change since. */
export interface LedgerMark {
  readonly height: bigint;
  readonly kv: ForkableKv;
}

interface TabStoreParts {
  readonly log: SyncFileBlockLog;
  readonly images: StateImages;
  readonly kv: ForkableKv;
  /** Bytes of the log that the image held from which the store was opened. */
  readonly imageAtLogBytes: number;
}

/**
 * The ledger of a chain in a browser's Worker: blocks in a log, everything else in memory, derived from the log at
 * opening. Its chain can go back: blocks behind a mark are removed for good.
 */
export class TabStore {
  readonly #options: TabStoreOptions;
  readonly #log: SyncFileBlockLog;
  readonly #images: StateImages;
  #kv: ForkableKv;
  #ledger: Ledger;
  /** Bytes of the log when the last image was written, and of that image. */
  #imageAtLogBytes: number;
  #imageBytes = 0;

  constructor(options: TabStoreOptions, parts: TabStoreParts) {
    this.#options = options;
    this.#log = parts.log;
    this.#images = parts.images;
    this.#kv = parts.kv;
    this.#ledger = new KvLedger(parts);
    this.#imageAtLogBytes = parts.imageAtLogBytes;
  }

  /** The ledger as it is now; going back makes another one and leaves this one closed. */
  get ledger(): Ledger {
    return this.#ledger;
  }

  /** Writes an image of the state when enough blocks came since the last. */
  saveImageIfDue(): void {
    const { imageLogBytes = stateImageLogBytes } = this.#options;
    const newBytes = this.#log.sizeBytes - this.#imageAtLogBytes;
    if (newBytes >= Math.max(imageLogBytes, this.#imageBytes)) this.#saveImage();
  }

  /** Remembers the chain as it is now. */
  mark(): LedgerMark {
    return { height: this.#height(), kv: this.#kv.fork() };
  }

  /**
   * Removes all blocks behind a mark, durably. No commit may be under way; the mark stays usable, marks of later
   * heights are void. Errors: STORAGE_WRITE_FAILED.
   */
  async revertTo(mark: LedgerMark): Promise<void> {
    await this.#cutAfter(mark.height, mark.kv.fork());
  }

  /** Removes all blocks but the first, as `revertTo` does. */
  async revertToGenesis(): Promise<void> {
    await this.#cutAfter(0n, createMemoryKv());
    await catchUpTab(this.#options, this.#log, this.#kv);
    this.#ledger = new KvLedger({ kv: this.#kv, log: this.#log });
  }

  /** Writes a last image, so that opening again is quick, and closes the files. */
  async close(): Promise<void> {
    if (this.#log.sizeBytes > this.#imageAtLogBytes && this.#ledger.lastHeight !== undefined) this.#saveImage();
    await this.#ledger.close();
    this.#images.close();
  }

  async #cutAfter(height: bigint, kv: ForkableKv): Promise<void> {
    const end = positionOf(this.#kv, height);
    // Images first: after a crash in between, an image must not know blocks that the log lacks.
    this.#images.dropAbove(height);
    await this.#log.truncateAfter(end);
    this.#imageAtLogBytes = Math.min(this.#imageAtLogBytes, this.#log.sizeBytes);
    await this.#kv.close();
    this.#kv = kv;
    this.#ledger = new KvLedger({ kv, log: this.#log });
  }

  #saveImage(): void {
    this.#imageAtLogBytes = this.#log.sizeBytes;
    this.#imageBytes = this.#images.save(this.#kv, this.#height());
  }

  #height(): bigint {
    return this.#ledger.lastHeight ?? -1n;
  }
}

/**
 * Opens a chain in a tab: takes the newest image of its state, cuts what a crash left unfinished and derives the rest
 * from the log. The files are closed when it fails.
 *
 * Throws STORAGE_FORMAT_NEWER, STORAGE_CHAIN_FOREIGN, STORAGE_LOG_DAMAGED, STORAGE_LOG_BEHIND, STORAGE_CHAIN_BROKEN,
 * STORAGE_BLOCK_INVALID, STORAGE_DISK_FULL, STORAGE_WRITE_FAILED.
 */
export async function openTabStore(options: TabStoreOptions): Promise<TabStore> {
  const { files, chainId, path } = options;
  const log = new SyncFileBlockLog({ file: files.blocks, chainId, path });
  const images = new StateImages(files.images);
  try {
    const { kv, imageAtLogBytes } = await openKv(options, log, images);
    const store = new TabStore(options, { log, images, kv, imageAtLogBytes });
    store.saveImageIfDue();
    return store;
  } catch (error) {
    await log.close();
    images.close();
    throw error;
  }
}

async function openKv(
  options: TabStoreOptions,
  log: SyncFileBlockLog,
  images: StateImages,
): Promise<Pick<TabStoreParts, "kv" | "imageAtLogBytes">> {
  const entries = images.load();
  if (entries !== undefined) {
    const kv = createMemoryKv();
    kv.write(entries.map(([key, value]) => ({ key, value })));
    try {
      const height = readSavepoint(kv)?.height;
      await catchUpTab(options, log, kv);
      const position = height === undefined ? undefined : positionOf(kv, height);
      return { kv, imageAtLogBytes: position === undefined ? 0 : position.offset + position.length };
    } catch (error) {
      // An image of another format: derive everything again.
      if (!(error instanceof CodedError) || error.code !== "STORAGE_STORE_DAMAGED") throw error;
    }
  }
  const kv = createMemoryKv();
  await catchUpTab(options, log, kv);
  return { kv, imageAtLogBytes: 0 };
}

async function catchUpTab({ chainId, path }: TabStoreOptions, log: SyncFileBlockLog, kv: ForkableKv): Promise<void> {
  checkStoreFormat(kv, { chainId, path });
  await catchUp({ kv, log, path });
}

function positionOf(kv: ForkableKv, height: bigint): LogPosition {
  const bytes = kv.get(blockKey(height));
  if (bytes === undefined) throw new Error(`the store lacks the place of block ${height}`);
  return decodeLogPosition(bytes);
}
