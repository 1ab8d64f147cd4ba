import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";

import { storageErrors } from "../errors.ts";
import { openSegmentCountMax } from "../limits.ts";
import { readRecord, type FoundRecord, type SegmentBytes } from "./segment-records.ts";

const namePattern = /^(\d{20})\.seg$/;

export function segmentPath(directory: string, firstHeight: bigint): string {
  return join(directory, `${firstHeight.toString().padStart(20, "0")}.seg`);
}

/** First heights of the segments in a folder, ascending. */
export function listSegments(directory: string): bigint[] {
  return readdirSync(directory)
    .flatMap((name) => namePattern.exec(name)?.[1] ?? [])
    .map(BigInt)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Read access to the segments of a folder; the files used last stay open. */
export class SegmentReader {
  readonly #directory: string;
  readonly #files = new Map<bigint, number>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  size(segment: bigint): number {
    return fstatSync(this.#file(segment)).size;
  }

  /** Up to `length` bytes; fewer when the file ends. */
  read(segment: bigint, offset: number, length: number): Uint8Array {
    const fd = this.#file(segment);
    const bytes = Buffer.allocUnsafeSlow(length);
    let at = 0;
    while (at < length) {
      const count = readSync(fd, bytes, at, length - at, offset + at);
      if (count === 0) break;
      at += count;
    }
    return new Uint8Array(bytes.buffer, 0, at);
  }

  /** The record at an offset, or why there is none. */
  readRecord(segment: bigint, offset: number): FoundRecord {
    return readRecord(this.bytes(segment), offset);
  }

  /** One segment by itself. */
  bytes(segment: bigint): SegmentBytes {
    return {
      path: segmentPath(this.#directory, segment),
      size: () => this.size(segment),
      read: (offset, length) => this.read(segment, offset, length),
    };
  }

  /** Closes one segment's file, so that it is opened again under its name. */
  forget(segment: bigint): void {
    const fd = this.#files.get(segment);
    if (fd === undefined) return;
    this.#files.delete(segment);
    closeSync(fd);
  }

  close(): void {
    for (const segment of this.#files.keys()) this.forget(segment);
  }

  #file(segment: bigint): number {
    const open = this.#files.get(segment);
    if (open !== undefined) {
      this.#files.delete(segment);
      this.#files.set(segment, open);
      return open;
    }
    const path = segmentPath(this.#directory, segment);
    let fd: number;
    try {
      fd = openSync(path, "r");
    } catch (cause) {
      throw storageErrors.create(
        "STORAGE_LOG_DAMAGED",
        { file: path, offset: 0, reason: "the file cannot be opened" },
        cause,
      );
    }
    this.#files.set(segment, fd);
    const [oldest] = this.#files.keys();
    if (this.#files.size > openSegmentCountMax && oldest !== undefined) this.forget(oldest);
    return fd;
  }
}
