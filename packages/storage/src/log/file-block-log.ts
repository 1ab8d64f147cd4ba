import { mkdirSync, unlinkSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

import type { CodedError } from "@yanta/errors";

import { storageErrors, type StorageErrorCode } from "../errors.ts";
import { noFaultPoints, type FaultPoints } from "../fault-points.ts";
import { diskError, errorText } from "../folder/disk-error.ts";
import { syncFolder } from "../folder/durable-file.ts";
import type { BlockRecord } from "../interface.ts";
import { segmentSizeBytesMax } from "../limits.ts";
import { asideMark, type BlockLog, type BlockLogArchive, type BlockLogCut, type LogPosition } from "./block-log.ts";
import { RecordVolumes } from "./record-volumes.ts";
import { scanSegments, type LoggedBlock, type SegmentScan } from "./scan-segments.ts";
import { listSegments, segmentPath, SegmentReader } from "./segment-file.ts";
import { encodeRecordStart, encodeSegmentHeader, segmentFormat, segmentHeaderLength } from "./segment-format.ts";
import { writeFully } from "./write-fully.ts";

export interface FileBlockLogOptions {
  readonly directory: string;
  readonly chainId: string;
  /** Bytes after which a new segment is begun; `segmentSizeBytesMax` when absent. */
  readonly segmentSizeBytes?: number | undefined;
  readonly faultPoints?: FaultPoints | undefined;
}

/** The segment that takes new records. */
interface Tail {
  readonly path: string;
  readonly segment: bigint;
  readonly file: FileHandle;
  sizeBytes: number;
}

/** A block log in segment files. Nothing may be appended before `recover` has run to its end. */
export class FileBlockLog implements BlockLog, BlockLogArchive, BlockLogCut {
  readonly #options: FileBlockLogOptions;
  readonly #segmentSizeBytes: number;
  readonly #faultPoints: FaultPoints;
  readonly #reader: SegmentReader;
  readonly #volumes: RecordVolumes;
  #tail: Tail | undefined;
  /** Once a write could not be undone or synced nobody knows what the disk holds: nothing more is written. */
  #failure: CodedError<StorageErrorCode> | undefined;

  constructor(options: FileBlockLogOptions) {
    this.#options = options;
    this.#segmentSizeBytes = options.segmentSizeBytes ?? segmentSizeBytesMax;
    this.#faultPoints = options.faultPoints ?? noFaultPoints;
    this.#reader = new SegmentReader(options.directory);
    this.#volumes = new RecordVolumes(join(options.directory, "aside"), options.chainId);
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  }

  /** The records behind one that is known, oldest first; a torn end is cut. Errors: see `scanSegments`. */
  recover(after: SegmentScan["after"]): Generator<LoggedBlock, void, undefined> {
    const { directory, chainId } = this.#options;
    return scanSegments({ directory, chainId, reader: this.#reader, after, cutTornEnd: true });
  }

  /** False when the log ends before this position does. */
  reaches({ segment, offset, length }: LogPosition): boolean {
    return listSegments(this.#options.directory).includes(segment) && offset + length <= this.#reader.size(segment);
  }

  async append(records: readonly BlockRecord[]): Promise<readonly LogPosition[]> {
    this.#checkUsable();
    const [first] = records;
    if (first === undefined) return [];
    const parts = records.map((record) => ({
      start: encodeRecordStart(record, first.height),
      info: record.blockInfoBytes,
    }));
    const sizeBytes = parts.reduce((sum, { start, info }) => sum + start.length + info.length, 0);
    const tail = await this.#tailFor(first.height, sizeBytes);
    const before = tail.sizeBytes;
    try {
      await writeFully(
        tail.file,
        parts.flatMap(({ start, info }) => [start, info]),
        before,
      );
    } catch (cause) {
      await this.#undoAppend(tail, before);
      throw diskError(cause, tail.path);
    }
    return parts.map(({ start, info }) => {
      const position = { segment: tail.segment, offset: tail.sizeBytes, length: start.length + info.length };
      tail.sizeBytes += position.length;
      return position;
    });
  }

  async sync(): Promise<void> {
    this.#checkUsable();
    const tail = this.#tail;
    if (tail === undefined) return;
    try {
      await tail.file.datasync();
    } catch (cause) {
      throw this.#fail(tail.path, cause);
    }
  }

  read(position: LogPosition): BlockRecord {
    if ((position.segment & asideMark) !== 0n) return this.#volumes.read(position);
    const found = this.#reader.readRecord(position.segment, position.offset);
    if ("broken" in found) {
      const file = segmentPath(this.#options.directory, position.segment);
      throw storageErrors.create("STORAGE_LOG_DAMAGED", { file, offset: position.offset, reason: found.broken });
    }
    return found.record;
  }

  get firstHeight(): bigint {
    return listSegments(this.#options.directory)[0] ?? 0n;
  }

  setAside(records: readonly BlockRecord[]): Promise<readonly LogPosition[]> {
    return this.#volumes.write(records);
  }

  dropAside(position: LogPosition): void {
    this.#volumes.drop(position);
  }

  /** Only whole segments can be removed, and never the last one. */
  droppableBelow(height: bigint): bigint {
    return listSegments(this.#options.directory).findLast((segment) => segment <= height) ?? 0n;
  }

  dropBelow(height: bigint): void {
    const { directory } = this.#options;
    for (const segment of listSegments(directory)) {
      if (segment >= height) break;
      this.#reader.forget(segment);
      unlinkSync(segmentPath(directory, segment));
    }
    syncFolder(directory);
  }

  /** A cut within the last segment is one call; earlier ones remove files one by one. */
  cutsAtOnce({ segment }: LogPosition): boolean {
    return listSegments(this.#options.directory).at(-1) === segment;
  }

  async truncateAfter({ segment, offset, length }: LogPosition): Promise<void> {
    this.#checkUsable();
    const path = segmentPath(this.#options.directory, segment);
    try {
      this.#tail ??= await this.#openLast();
      if (this.#tail?.segment !== segment) {
        await this.#tail?.file.close();
        this.#removeAfter(segment);
        this.#tail = await this.#openLast();
      }
      const tail = this.#tail;
      if (tail?.segment !== segment) throw new Error("the log lacks the segment");
      tail.sizeBytes = offset + length;
      await tail.file.truncate(tail.sizeBytes);
      await tail.file.sync();
    } catch (cause) {
      throw this.#fail(path, cause);
    }
  }

  #removeAfter(segment: bigint): void {
    const { directory } = this.#options;
    for (const later of listSegments(directory).reverse()) {
      if (later <= segment) break;
      this.#reader.forget(later);
      unlinkSync(segmentPath(directory, later));
      syncFolder(directory);
      this.#faultPoints.hit("revert.segment.removed");
    }
  }

  async close(): Promise<void> {
    this.#reader.close();
    this.#volumes.close();
    await this.#tail?.file.close();
    this.#tail = undefined;
  }

  /** The segment for an append of this size: the last one while it has room. */
  async #tailFor(height: bigint, sizeBytes: number): Promise<Tail> {
    this.#tail ??= await this.#openLast();
    const tail = this.#tail;
    const isEmpty = tail?.sizeBytes === segmentHeaderLength;
    if (tail !== undefined && (isEmpty || tail.sizeBytes + sizeBytes <= this.#segmentSizeBytes)) return tail;
    await this.sync();
    const next = await this.#createSegment(height);
    await tail?.file.close();
    this.#tail = next;
    return next;
  }

  async #openLast(): Promise<Tail | undefined> {
    const segment = listSegments(this.#options.directory).at(-1);
    if (segment === undefined) return undefined;
    const path = segmentPath(this.#options.directory, segment);
    const file = await open(path, "r+");
    return { path, segment, file, sizeBytes: (await file.stat()).size };
  }

  async #createSegment(firstHeight: bigint): Promise<Tail> {
    const { directory, chainId } = this.#options;
    const path = segmentPath(directory, firstHeight);
    let file: FileHandle | undefined;
    try {
      file = await open(path, "wx", 0o600);
      await writeFully(file, [encodeSegmentHeader({ format: segmentFormat, firstHeight, chainId })], 0);
      await file.datasync();
      syncFolder(directory);
    } catch (cause) {
      await file?.close();
      if (file !== undefined) unlinkSync(path);
      throw diskError(cause, path);
    }
    this.#faultPoints.hit("log.segment.created");
    return { path, segment: firstHeight, file, sizeBytes: segmentHeaderLength };
  }

  /** Cuts a half-written append, so that the next one follows the last whole record. */
  async #undoAppend(tail: Tail, sizeBytes: number): Promise<void> {
    try {
      await tail.file.truncate(sizeBytes);
    } catch (cause) {
      throw this.#fail(tail.path, cause);
    }
  }

  #fail(path: string, cause: unknown): CodedError<StorageErrorCode> {
    this.#failure = storageErrors.create("STORAGE_WRITE_FAILED", { path, reason: errorText(cause) }, cause);
    return this.#failure;
  }

  #checkUsable(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
