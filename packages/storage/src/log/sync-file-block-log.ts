import { concatBytes } from "@yanta/bytes";
import type { CodedError } from "@yanta/errors";
import { storageErrors, type StorageErrorCode } from "../errors.ts";
import type { BlockRecord } from "../interface.ts";
import type { BlockLogCut, LogPosition } from "./block-log.ts";
import type { DurableBlockLog, KnownRecord, LoggedBlock } from "./durable-block-log.ts";
import {
  decodeSegmentHeader,
  encodeRecordStart,
  encodeSegmentHeader,
  segmentFormat,
  segmentHeaderLength,
} from "./segment-format.ts";
import {
  checkSegmentHeader,
  hasLaterProof,
  logDamaged,
  readRecord,
  scanRecords,
  type SegmentBytes,
} from "./segment-records.ts";
import { readUpTo, type SyncFile, writeAll } from "./sync-file.ts";

export interface SyncFileBlockLogOptions {
  readonly file: SyncFile;
  /** Names the file in errors. */
  readonly path: string;
  readonly chainId: string;
}

/**
 * A block log in one file with synchronous access. The file is a segment as `FileBlockLog` writes it, the first and only
 * one: positions take files of up to 4 GiB. Blocks are never archived here.
 */
export class SyncFileBlockLog implements DurableBlockLog, BlockLogCut {
  readonly firstHeight = 0n;
  readonly #file: SyncFile;
  readonly #chainId: string;
  readonly #bytes: SegmentBytes;
  /** Behind the last whole record. */
  #sizeBytes = 0;
  /** Once a write could not be undone or flushed nobody knows what the file holds: nothing more is written. */
  #failure: CodedError<StorageErrorCode> | undefined;

  constructor({ file, path, chainId }: SyncFileBlockLogOptions) {
    this.#file = file;
    this.#chainId = chainId;
    this.#bytes = {
      path,
      size: () => file.getSize(),
      read: (offset, length) => readUpTo(file, offset, length),
    };
  }

  /** Bytes of the log. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  *recover(after: KnownRecord | undefined): Generator<LoggedBlock, void, undefined> {
    this.#ensureHeader();
    checkSegmentHeader(this.#bytes, { chainId: this.#chainId, firstHeight: 0n });
    const offset = after === undefined ? segmentHeaderLength : after.position.offset + after.position.length;
    const height = after === undefined ? 0n : after.height + 1n;
    const end = yield* scanRecords({ bytes: this.#bytes, segment: 0n, offset, height });
    if (end.broken !== undefined) {
      if (hasLaterProof(this.#bytes, end.offset, end.height)) throw logDamaged(this.#bytes, end.offset, end.broken);
      this.#cut(end.offset);
    }
    this.#sizeBytes = end.offset;
  }

  reaches({ segment, offset, length }: LogPosition): boolean {
    return segment === 0n && offset + length <= this.#file.getSize();
  }

  async append(records: readonly BlockRecord[]): Promise<readonly LogPosition[]> {
    if (this.#failure !== undefined) throw this.#failure;
    const [first] = records;
    if (first === undefined) return [];
    const parts = records.map((record) => concatBytes(encodeRecordStart(record, first.height), record.blockInfoBytes));
    const before = this.#sizeBytes;
    try {
      writeAll(this.#file, concatBytes(...parts), before);
    } catch (cause) {
      this.#cut(before);
      throw isQuotaFault(cause) ? this.#error("STORAGE_DISK_FULL", cause) : this.#error("STORAGE_WRITE_FAILED", cause);
    }
    return parts.map(({ length }) => {
      const position = { segment: 0n, offset: this.#sizeBytes, length };
      this.#sizeBytes += length;
      return position;
    });
  }

  async sync(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#flush();
  }

  read(position: LogPosition): BlockRecord {
    const found = readRecord(this.#bytes, position.offset);
    if ("broken" in found) throw logDamaged(this.#bytes, position.offset, found.broken);
    return found.record;
  }

  cutsAtOnce(): boolean {
    return true;
  }

  async truncateAfter({ offset, length }: LogPosition): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#cut(offset + length);
  }

  setAside(): Promise<never> {
    throw new Error("blocks of a log in one file are never archived");
  }

  dropAside(): void {}

  droppableBelow(): bigint {
    return 0n;
  }

  dropBelow(): void {}

  async close(): Promise<void> {
    this.#file.close();
  }

  /** A crash while the file was made leaves less than a whole header; it never held a record. */
  #ensureHeader(): void {
    const isBegun = this.#file.getSize() > segmentHeaderLength;
    if (isBegun || decodeSegmentHeader(this.#bytes.read(0, segmentHeaderLength)) !== undefined) return;
    try {
      this.#file.truncate(0);
      writeAll(this.#file, encodeSegmentHeader({ format: segmentFormat, firstHeight: 0n, chainId: this.#chainId }), 0);
      this.#file.flush();
    } catch (cause) {
      throw isQuotaFault(cause) ? this.#error("STORAGE_DISK_FULL", cause) : this.#error("STORAGE_WRITE_FAILED", cause);
    }
  }

  #cut(sizeBytes: number): void {
    try {
      this.#file.truncate(sizeBytes);
    } catch (cause) {
      throw this.#fail(cause);
    }
    this.#flush();
    this.#sizeBytes = sizeBytes;
  }

  #flush(): void {
    try {
      this.#file.flush();
    } catch (cause) {
      throw this.#fail(cause);
    }
  }

  #fail(cause: unknown): CodedError<StorageErrorCode> {
    this.#failure = this.#error("STORAGE_WRITE_FAILED", cause);
    return this.#failure;
  }

  #error(code: "STORAGE_DISK_FULL" | "STORAGE_WRITE_FAILED", cause: unknown): CodedError<StorageErrorCode> {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return storageErrors.create(code, { path: this.#bytes.path, reason }, cause);
  }
}

/** A browser says so when its storage for the site is used up. */
function isQuotaFault(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "QuotaExceededError";
}
