import { accessSync, constants, existsSync, mkdirSync, rmSync } from "node:fs";

import { bytesToHex } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";

import { storageErrors } from "../errors.ts";
import { noFaultPoints, type FaultPoints } from "../fault-points.ts";
import { errorText } from "../folder/disk-error.ts";
import { folderLayout } from "../folder/folder-layout.ts";
import { lockFolder } from "../folder/folder-lock.ts";
import { folderFormat, readFolderFormat, writeFolderFormat, type FolderFormat } from "../folder/format-file.ts";
import { migrateFolder } from "../folder/migrations.ts";
import type { Kv, Ledger, LedgerArchive, LedgerRevert } from "../interface.ts";
import { openLmdbKv } from "../kv/lmdb-kv.ts";
import { stateCacheSizeBytesMax } from "../limits.ts";
import { FileBlockLog } from "../log/file-block-log.ts";
import { listSegments } from "../log/segment-file.ts";
import { catchUp } from "./catch-up.ts";
import { finishRevert } from "./finish-revert.ts";
import { KvLedger } from "./kv-ledger.ts";
import { StateCache } from "./state-cache.ts";
import { checkStoreFormat } from "./store-format.ts";

export interface OpenLedgerOptions {
  /** Made when it does not exist. */
  readonly directory: string;
  readonly chainId: string;
  /** Hash of block 0 that the folder must have when it has one. */
  readonly genesisHash?: Uint8Array;
  /** Derive the whole store from the log again, also when the log lacks blocks that the store knows. */
  readonly rebuild?: boolean;
  readonly faultPoints?: FaultPoints;
  /** Bytes of a segment of the block log. */
  readonly segmentSizeBytes?: number;
  /** Bytes of changes that the store gathers before a transaction. */
  readonly flushSizeBytes?: number;
  readonly onProgress?: (height: bigint) => void;
}

/**
 * Opens the ledger in a folder for this process alone: migrates an older format, cuts what a crash left unfinished and
 * catches the store up with the block log. A damaged store is derived again; a damaged log is refused.
 *
 * Throws STORAGE_FOLDER_UNWRITABLE, STORAGE_FOLDER_LOCKED, STORAGE_FOLDER_FOREIGN, STORAGE_FORMAT_DAMAGED,
 * STORAGE_FORMAT_NEWER, STORAGE_CHAIN_FOREIGN, STORAGE_LOG_DAMAGED, STORAGE_LOG_BEHIND, STORAGE_STORE_NEEDED, STORAGE_CHAIN_BROKEN,
 * STORAGE_BLOCK_INVALID, STORAGE_DISK_FULL, STORAGE_WRITE_FAILED.
 */
export async function openLedger(options: OpenLedgerOptions): Promise<Ledger & LedgerArchive & LedgerRevert> {
  const { directory } = options;
  prepareFolder(directory);
  checkChain(options, readFolderFormat(directory));
  const lock = lockFolder(directory);
  try {
    const format = currentFormat(options);
    const { log, kv } = await openParts(options);
    const ledger = new KvLedger({
      kv,
      log,
      stateCache: new StateCache(stateCacheSizeBytesMax),
      ...(options.faultPoints === undefined ? {} : { faultPoints: options.faultPoints }),
      onClose: async () => lock.release(),
    });
    try {
      checkGenesis(options, ledger, format);
    } catch (error) {
      await ledger.close();
      throw error;
    }
    return ledger;
  } catch (error) {
    lock.release();
    throw error;
  }
}

function prepareFolder(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw storageErrors.create("STORAGE_FOLDER_UNWRITABLE", { path: directory, reason: errorText(cause) }, cause);
  }
}

function checkChain({ directory, chainId }: OpenLedgerOptions, format: FolderFormat | undefined): void {
  if (format !== undefined && format.chainId !== chainId) {
    throw storageErrors.create("STORAGE_CHAIN_FOREIGN", { path: directory, found: format.chainId, expected: chainId });
  }
}

/** Reads the description again under the lock; describes a new folder, migrates an old one. */
function currentFormat(options: OpenLedgerOptions): FolderFormat {
  const { directory, chainId, faultPoints = noFaultPoints } = options;
  const found = readFolderFormat(directory);
  checkChain(options, found);
  if (found !== undefined) return migrateFolder(directory, found, faultPoints);
  const created = { format: folderFormat, chainId };
  writeFolderFormat(directory, created);
  return created;
}

async function openParts(options: OpenLedgerOptions): Promise<{ log: FileBlockLog; kv: Kv }> {
  const { blocks, store } = folderLayout(options.directory);
  const removeStore = (cause?: unknown): void => {
    const [height = 0n] = existsSync(blocks) ? listSegments(blocks) : [];
    if (height > 0n) throw storageErrors.create("STORAGE_STORE_NEEDED", { path: options.directory, height }, cause);
    rmSync(store, { recursive: true, force: true });
  };
  if (options.rebuild === true) removeStore();
  try {
    return await openOnce(options, blocks, store);
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "STORAGE_STORE_DAMAGED") throw error;
    removeStore(error);
    return await openOnce(options, blocks, store);
  }
}

async function openOnce(
  options: OpenLedgerOptions,
  blocks: string,
  store: string,
): Promise<{ log: FileBlockLog; kv: Kv }> {
  const { chainId, segmentSizeBytes, flushSizeBytes, faultPoints, onProgress } = options;
  const log = new FileBlockLog({ directory: blocks, chainId, segmentSizeBytes, faultPoints });
  let kv: Kv | undefined;
  try {
    kv = await openLmdbKv({ directory: store, flushSizeBytes, faultPoints });
    await checkStoreFormat(kv, { chainId, path: store });
    await finishRevert(kv, log);
    await catchUp({ kv, log, path: blocks, onProgress });
    return { log, kv };
  } catch (error) {
    await log.close();
    await kv?.close();
    throw error;
  }
}

/** Pairs the description, the caller's wish and block 0 itself. */
function checkGenesis({ directory, genesisHash }: OpenLedgerOptions, ledger: Ledger, format: FolderFormat): void {
  const genesis = ledger.getBlock(0n);
  if (genesis === undefined) return;
  const found = bytesToHex(genesis.blockHash);
  const expected = genesisHash === undefined ? format.genesisHash : bytesToHex(genesisHash);
  if ((format.genesisHash ?? found) !== found || (expected ?? found) !== found) {
    throw storageErrors.create("STORAGE_CHAIN_FOREIGN", {
      path: directory,
      found: `genesis ${found}`,
      expected: `genesis ${expected ?? format.genesisHash ?? ""}`,
    });
  }
  if (format.genesisHash === undefined) writeFolderFormat(directory, { ...format, genesisHash: found });
}
