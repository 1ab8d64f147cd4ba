import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { bytesToHex } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import { syncFolder } from "../folder/durable-file.ts";
import { folderLayout } from "../folder/folder-layout.ts";
import { folderFormat, writeFolderFormat } from "../folder/format-file.ts";
import { FileBlockLog } from "../log/file-block-log.ts";
import { verifyBackup, type BackupSummary } from "./read-backup.ts";

export interface RestoreBackupOptions {
  readonly file: string;
  /** Must be empty or absent. */
  readonly directory: string;
  readonly onProgress?: (height: bigint) => void;
}

/**
 * Makes a ledger's folder from a backup; its store is derived when the folder is opened. The folder appears only when
 * all of the backup was read and found whole. Throws STORAGE_BACKUP_EXISTS when the folder is in use,
 * STORAGE_BACKUP_DAMAGED, STORAGE_DISK_FULL.
 */
export async function restoreBackup({ file, directory, onProgress }: RestoreBackupOptions): Promise<BackupSummary> {
  const target = resolve(directory);
  if (existsSync(target) && readdirSync(target).length > 0)
    throw storageErrors.create("STORAGE_BACKUP_EXISTS", { path: target });
  const { chainId } = await verifyBackup(file);
  const temporary = `${target}.restoring`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true, mode: 0o700 });
  const log = new FileBlockLog({ directory: folderLayout(temporary).blocks, chainId });
  try {
    const summary = await verifyBackup(file, async (record) => {
      await log.append([record]);
      onProgress?.(record.height);
    });
    await log.sync();
    await log.close();
    const genesisHash = summary.genesisHash === undefined ? {} : { genesisHash: bytesToHex(summary.genesisHash) };
    writeFolderFormat(temporary, { format: folderFormat, chainId, ...genesisHash });
    if (existsSync(target)) rmSync(target, { recursive: true });
    renameSync(temporary, target);
    syncFolder(dirname(target));
    return summary;
  } catch (error) {
    await log.close();
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}
