import { closeSync, fdatasyncSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

import { diskError } from "./disk-error.ts";

/** Replaces a small file so that after a crash it holds either the old or the new bytes. Throws STORAGE_DISK_FULL, STORAGE_WRITE_FAILED. */
export function replaceFileDurably(path: string, bytes: Uint8Array): void {
  try {
    replaceFile(path, bytes);
  } catch (cause) {
    throw diskError(cause, path);
  }
}

function replaceFile(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.new`;
  const fd = openSync(temporary, "w", 0o600);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

/** Makes the entries of a folder durable. Windows does so by itself and cannot open folders. */
export function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes what any process wrote to a file durable. Throws STORAGE_WRITE_FAILED. */
export function syncFile(path: string): void {
  try {
    const fd = openSync(path, "r+");
    try {
      fdatasyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw diskError(cause, path);
  }
}
