import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync } from "node:fs";

import { storageErrors } from "../errors.ts";

/** Offsets in LMDB's two meta pages, little endian, 64-bit processes. Spec: LMDB `struct MDB_meta` behind a page header of 24 bytes. */
const metaLength = 168;
const offsets = { magic: 24, version: 28, pageSize: 48, lastPage: 144, txn: 152 } as const;
const lmdbMagic = 0xbeefc0de;
const lmdbDataVersion = 2;

/**
 * Looks at an LMDB file before it is mapped, because LMDB ends the process when it meets foreign or missing pages.
 * `short` = the file ends before its last page. LMDB may leave free pages at the end unwritten, so this alone is no
 * damage; the file was filled up with zeros, which LMDB reports as a corrupt page if it ever needs one.
 * Throws STORAGE_STORE_DAMAGED.
 */
export function checkLmdbFile(path: string, pageSizeBytes: number): "absent" | "whole" | "short" {
  if (!existsSync(path)) return "absent";
  const fd = openSync(path, "r+");
  try {
    const { size } = fstatSync(fd);
    if (size === 0) return "absent";
    const metas = [0, pageSizeBytes].map((at) => readMeta(fd, at));
    const newest = metas.reduce((a, b) => (b !== undefined && (a === undefined || b.txn > a.txn) ? b : a), undefined);
    if (newest === undefined || metas.includes(undefined) || newest.pageSizeBytes !== pageSizeBytes) {
      throw storageErrors.create("STORAGE_STORE_DAMAGED", { path, reason: "it is not a whole LMDB file" });
    }
    const expected = (Number(newest.lastPage) + 1) * pageSizeBytes;
    if (size >= expected) return "whole";
    ftruncateSync(fd, expected);
    return "short";
  } finally {
    closeSync(fd);
  }
}

interface Meta {
  readonly pageSizeBytes: number;
  readonly lastPage: bigint;
  readonly txn: bigint;
}

function readMeta(fd: number, at: number): Meta | undefined {
  const bytes = new Uint8Array(metaLength);
  if (readSync(fd, bytes, 0, metaLength, at) < metaLength) return undefined;
  const view = new DataView(bytes.buffer);
  if (view.getUint32(offsets.magic, true) !== lmdbMagic || view.getUint32(offsets.version, true) !== lmdbDataVersion)
    return undefined;
  return {
    pageSizeBytes: view.getUint32(offsets.pageSize, true),
    lastPage: view.getBigUint64(offsets.lastPage, true),
    txn: view.getBigUint64(offsets.txn, true),
  };
}
