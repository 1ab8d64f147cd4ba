import { CodedError } from "@yanta/errors";
import type { Kv, Ledger, LedgerRevert } from "../interface.ts";
import { createMemoryKv } from "../kv/memory-kv.ts";
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

interface TabStoreParts {
  readonly log: SyncFileBlockLog;
  readonly images: StateImages;
  readonly kv: Kv;
  /** Bytes of the log that the image held from which the store was opened. */
  readonly imageAtLogBytes: number;
}

/** Going back removes images of what is removed first: after a crash, an image must not know blocks that the log lacks. */
class TabLedger extends KvLedger {
  readonly #images: StateImages;

  constructor(parts: TabStoreParts) {
    super(parts);
    this.#images = parts.images;
  }

  override async revertTo(height: bigint): Promise<ReadonlySet<string>> {
    if (height < (this.lastHeight ?? -1n)) this.#images.dropAbove(height);
    return super.revertTo(height);
  }
}

/**
 * The ledger of a chain in a browser's Worker: blocks in a log, everything else in memory, derived from the log at
 * opening. Its chain can go back.
 */
export class TabStore {
  readonly ledger: Ledger & LedgerRevert;
  readonly #options: TabStoreOptions;
  readonly #parts: TabStoreParts;
  /** Bytes of the log when the last image was written, and of that image. */
  #imageAtLogBytes: number;
  #imageBytes = 0;

  constructor(options: TabStoreOptions, parts: TabStoreParts) {
    this.ledger = new TabLedger(parts);
    this.#options = options;
    this.#parts = parts;
    this.#imageAtLogBytes = parts.imageAtLogBytes;
  }

  /** Writes an image of the state when enough blocks came since the last. */
  saveImageIfDue(): void {
    const { imageLogBytes = stateImageLogBytes } = this.#options;
    const { log } = this.#parts;
    // The chain may have gone back to before the image.
    this.#imageAtLogBytes = Math.min(this.#imageAtLogBytes, log.sizeBytes);
    if (log.sizeBytes - this.#imageAtLogBytes >= Math.max(imageLogBytes, this.#imageBytes)) this.#saveImage();
  }

  /** Writes a last image, so that opening again is quick, and closes the files. */
  async close(): Promise<void> {
    if (this.#parts.log.sizeBytes !== this.#imageAtLogBytes && this.ledger.lastHeight !== undefined) this.#saveImage();
    await this.ledger.close();
    this.#parts.images.close();
  }

  #saveImage(): void {
    const { log, images, kv } = this.#parts;
    this.#imageAtLogBytes = log.sizeBytes;
    this.#imageBytes = images.save(kv, this.ledger.lastHeight ?? -1n);
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

async function catchUpTab({ chainId, path }: TabStoreOptions, log: SyncFileBlockLog, kv: Kv): Promise<void> {
  await checkStoreFormat(kv, { chainId, path });
  await catchUp({ kv, log, path });
}

function positionOf(kv: Kv, height: bigint): LogPosition {
  const bytes = kv.get(blockKey(height));
  if (bytes === undefined) throw new Error(`the store lacks the place of block ${height}`);
  return decodeLogPosition(bytes);
}
