import { createHash } from "node:crypto";
import { existsSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";

import { CodedError } from "@yanta/errors";

import { storageErrors } from "../errors.ts";
import { diskError } from "../folder/disk-error.ts";
import { syncFile, syncFolder } from "../folder/durable-file.ts";
import { folderLayout } from "../folder/folder-layout.ts";
import { lockFolder, type FolderLock } from "../folder/folder-lock.ts";
import { readFolderFormat } from "../folder/format-file.ts";
import { listSegments, segmentPath, SegmentReader } from "../log/segment-file.ts";
import { scanSegments, type LoggedBlock } from "../log/scan-segments.ts";
import { encodeRecordStart } from "../log/segment-format.ts";
import { writeFully } from "../log/write-fully.ts";
import { encodeBackupEnd, encodeBackupHeader } from "./backup-format.ts";

export interface CreateBackupOptions {
  /** The ledger's folder. */
  readonly directory: string;
  /** File to make. It appears under this name only when it is whole and durable. */
  readonly file: string;
  readonly onProgress?: (height: bigint) => void;
}

/**
 * Copies the block log into one file; the node may run meanwhile. Returns the number of blocks.
 * Throws STORAGE_BACKUP_EXISTS, STORAGE_BACKUP_ARCHIVED, STORAGE_FOLDER_FOREIGN, STORAGE_LOG_DAMAGED, STORAGE_DISK_FULL.
 */
export async function createBackup({ directory, file, onProgress }: CreateBackupOptions): Promise<bigint> {
  if (existsSync(file)) throw storageErrors.create("STORAGE_BACKUP_EXISTS", { path: file });
  const format = existsSync(directory) ? readFolderFormat(directory) : undefined;
  if (format === undefined) throw storageErrors.create("STORAGE_FOLDER_FOREIGN", { path: directory });
  const { blocks } = folderLayout(directory);
  const [first = 0n] = existsSync(blocks) ? listSegments(blocks) : [];
  if (first !== 0n) throw storageErrors.create("STORAGE_BACKUP_ARCHIVED", { path: directory, height: first });
  const lock = tryLock(directory);
  const reader = new SegmentReader(blocks);
  try {
    const scan = scanSegments({ directory: blocks, chainId: format.chainId, reader, cutTornEnd: false });
    return await writeBackup(
      file,
      format.chainId,
      lock === undefined ? lastAppendMadeDurable(scan, blocks) : scan,
      onProgress,
    );
  } finally {
    reader.close();
    lock?.release();
  }
}

/** Undefined while another process uses the folder. */
function tryLock(directory: string): FolderLock | undefined {
  try {
    return lockFolder(directory);
  } catch (error) {
    if (error instanceof CodedError && error.code === "STORAGE_FOLDER_LOCKED") return undefined;
    throw error;
  }
}

/**
 * All blocks of a log that another process appends to. The last append may not be durable yet: it is synced here before
 * it is given out, so that a backup never holds a block that its own chain could lose.
 */
function* lastAppendMadeDurable(
  blocks: Iterable<LoggedBlock>,
  directory: string,
): Generator<LoggedBlock, void, undefined> {
  let unproven: LoggedBlock[] = [];
  for (const block of blocks) {
    if (block.groupHeight === block.record.height) {
      yield* unproven;
      unproven = [];
    }
    unproven.push(block);
  }
  const last = listSegments(directory).at(-1);
  if (last !== undefined) syncFile(segmentPath(directory, last));
  yield* unproven;
}

async function writeBackup(
  file: string,
  chainId: string,
  blocks: Iterable<LoggedBlock>,
  onProgress: CreateBackupOptions["onProgress"],
): Promise<bigint> {
  const temporary = `${file}.new`;
  const hash = createHash("sha256");
  let count = 0n;
  let at = 0;
  try {
    const handle = await open(temporary, "w", 0o600);
    const add = async (parts: readonly Uint8Array[]): Promise<void> => {
      await writeFully(handle, parts, at);
      for (const part of parts) {
        hash.update(part);
        at += part.length;
      }
    };
    try {
      await add([encodeBackupHeader(chainId)]);
      for (const { record } of blocks) {
        await add([encodeRecordStart(record, record.height), record.blockInfoBytes]);
        count++;
        onProgress?.(record.height);
      }
      await writeFully(handle, [encodeBackupEnd(count, hash.copy().digest())], at);
      await handle.sync();
    } finally {
      await handle.close();
    }
    renameSync(temporary, file);
    syncFolder(dirname(file));
    return count;
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause instanceof CodedError ? cause : diskError(cause, file);
  }
}
