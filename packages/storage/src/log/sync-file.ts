/**
 * A file that is read and written at once, without promises: a browser's FileSystemSyncAccessHandle has this form.
 * Nobody else can open it meanwhile.
 */
export interface SyncFile {
  getSize(): number;
  /** Fills the buffer from an offset on; returns how many bytes there were. */
  read(buffer: Uint8Array, options: { readonly at: number }): number;
  /** Writes at an offset, growing the file; returns how many bytes were written. */
  write(buffer: Uint8Array, options: { readonly at: number }): number;
  truncate(sizeBytes: number): void;
  /** Returns once everything written survives a crash of the machine. */
  flush(): void;
  close(): void;
}

/** Up to `length` bytes from an offset on; fewer when the file ends. */
export function readUpTo(file: SyncFile, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, Math.min(length, file.getSize() - offset)));
  let at = 0;
  while (at < bytes.length) {
    const count = file.read(bytes.subarray(at), { at: offset + at });
    if (count === 0) break;
    at += count;
  }
  return at === bytes.length ? bytes : bytes.slice(0, at);
}

/** Writes all bytes at an offset; throws what the file throws, and when it takes no more. */
export function writeAll(file: SyncFile, bytes: Uint8Array, offset: number): void {
  let at = 0;
  while (at < bytes.length) {
    const count = file.write(bytes.subarray(at), { at: offset + at });
    if (count === 0) throw new Error("the file takes no more bytes");
    at += count;
  }
}

/** Replaces the content and makes it durable. A crash in between leaves part of it: the content needs a checksum. */
export function overwrite(file: SyncFile, bytes: Uint8Array): void {
  file.truncate(0);
  writeAll(file, bytes, 0);
  file.flush();
}
