import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";

import { equalBytes } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import { errorText } from "../folder/disk-error.ts";
import type { BlockRecord } from "../interface.ts";
import { deriveBlockCommit } from "../ledger/derive-commit.ts";
import { decodeRecord, recordHeaderLength, recordLength } from "../log/segment-format.ts";
import {
  backupEndLength,
  backupFormat,
  backupHeaderLength,
  decodeBackupEnd,
  decodeBackupHeader,
} from "./backup-format.ts";

/** What a backup holds. */
export interface BackupSummary {
  readonly chainId: string;
  readonly blockCount: bigint;
  /** Absent when the backup holds no block. */
  readonly genesisHash?: Uint8Array;
  readonly lastBlockHash?: Uint8Array;
}

/**
 * Reads a backup from end to end: checksums, heights and the link of each block to the one before.
 * Calls `onBlock` with each block in order. Throws STORAGE_BACKUP_DAMAGED, STORAGE_FORMAT_NEWER.
 */
export async function verifyBackup(
  path: string,
  onBlock?: (record: BlockRecord, chainId: string) => Promise<void> | void,
): Promise<BackupSummary> {
  const file = await open(path, "r");
  try {
    return await readBackup({ path, file, size: (await file.stat()).size }, onBlock ?? (() => undefined));
  } finally {
    await file.close();
  }
}

interface OpenBackup {
  readonly path: string;
  readonly file: FileHandle;
  readonly size: number;
}

async function readBackup(
  backup: OpenBackup,
  onBlock: (record: BlockRecord, chainId: string) => Promise<void> | void,
): Promise<BackupSummary> {
  const hash = createHash("sha256");
  const headerBytes = await readAt(backup, 0, backupHeaderLength);
  const header = decodeBackupHeader(headerBytes);
  if (header === undefined) throw damaged(backup, 0, "it is not a backup");
  if (header.format > backupFormat)
    throw storageErrors.create("STORAGE_FORMAT_NEWER", {
      path: backup.path,
      format: header.format,
      formatMax: backupFormat,
    });
  hash.update(headerBytes);
  let offset = backupHeaderLength;
  let height = 0n;
  let genesisHash: Uint8Array | undefined;
  let lastBlockHash: Uint8Array | undefined;
  while (offset < backup.size - backupEndLength) {
    const length = recordLength(await readAt(backup, offset, recordHeaderLength));
    if (length === undefined || offset + length > backup.size - backupEndLength)
      throw damaged(backup, offset, "no record begins here");
    const bytes = await readAt(backup, offset, length);
    const record = decodeRecord(bytes)?.record;
    if (record === undefined) throw damaged(backup, offset, "the checksum does not match");
    if (record.height !== height)
      throw damaged(backup, offset, `block ${record.height} stands where ${height} belongs`);
    if (!equalBytes(preBlockHash(backup, offset, record), lastBlockHash ?? new Uint8Array(0))) {
      throw damaged(backup, offset, "the block names another one as the one before");
    }
    hash.update(bytes);
    await onBlock(record, header.chainId);
    genesisHash ??= record.blockHash;
    lastBlockHash = record.blockHash;
    height++;
    offset += length;
  }
  const end = decodeBackupEnd(await readAt(backup, offset, backupEndLength));
  if (end === undefined || end.count !== height || !equalBytes(end.digest, hash.digest()))
    throw damaged(backup, offset, "the end is missing or does not match");
  return {
    chainId: header.chainId,
    blockCount: height,
    ...(genesisHash === undefined || lastBlockHash === undefined ? {} : { genesisHash, lastBlockHash }),
  };
}

function preBlockHash(backup: OpenBackup, offset: number, record: BlockRecord): Uint8Array {
  try {
    return deriveBlockCommit(record).preBlockHash;
  } catch (cause) {
    throw damaged(backup, offset, errorText(cause));
  }
}

async function readAt({ file }: OpenBackup, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, length - at, offset + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

function damaged({ path }: OpenBackup, offset: number, reason: string): Error {
  return storageErrors.create("STORAGE_BACKUP_DAMAGED", { path, offset, reason });
}
