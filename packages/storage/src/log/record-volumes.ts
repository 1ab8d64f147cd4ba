import { existsSync, mkdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";

import { storageErrors } from "../errors.ts";
import { diskError } from "../folder/disk-error.ts";
import { syncFolder } from "../folder/durable-file.ts";
import type { BlockRecord } from "../interface.ts";
import { asideMark, type LogPosition } from "./block-log.ts";
import { listSegments, segmentPath, SegmentReader } from "./segment-file.ts";
import { encodeRecordStart, encodeSegmentHeader, segmentFormat, segmentHeaderLength } from "./segment-format.ts";
import { writeFully } from "./write-fully.ts";

/** Records kept apart from the log: files in the form of segments, each written once, named by their number. */
export class RecordVolumes {
  readonly #directory: string;
  readonly #chainId: string;
  readonly #reader: SegmentReader;

  constructor(directory: string, chainId: string) {
    this.#directory = directory;
    this.#chainId = chainId;
    this.#reader = new SegmentReader(directory);
  }

  /** Writes a new volume; it is durable on return. Throws STORAGE_DISK_FULL, STORAGE_WRITE_FAILED. */
  async write(records: readonly BlockRecord[]): Promise<readonly LogPosition[]> {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const number = (listSegments(this.#directory).at(-1) ?? 0n) + 1n;
    const path = segmentPath(this.#directory, number);
    const parts: Uint8Array[] = [
      encodeSegmentHeader({ format: segmentFormat, firstHeight: number, chainId: this.#chainId }),
    ];
    const positions: LogPosition[] = [];
    let offset = segmentHeaderLength;
    for (const record of records) {
      const start = encodeRecordStart(record, record.height);
      const length = start.length + record.blockInfoBytes.length;
      positions.push({ segment: asideMark | number, offset, length });
      parts.push(start, record.blockInfoBytes);
      offset += length;
    }
    try {
      const file = await open(path, "wx", 0o600);
      try {
        await writeFully(file, parts, 0);
        await file.datasync();
      } finally {
        await file.close();
      }
      syncFolder(this.#directory);
    } catch (cause) {
      rmSync(path, { force: true });
      throw diskError(cause, path);
    }
    return positions;
  }

  read(position: LogPosition): BlockRecord {
    const number = position.segment & ~asideMark;
    const found = this.#reader.readRecord(number, position.offset);
    if (!("broken" in found)) return found.record;
    throw storageErrors.create("STORAGE_LOG_DAMAGED", {
      file: segmentPath(this.#directory, number),
      offset: position.offset,
      reason: found.broken,
    });
  }

  /** Removes the volume of a position. */
  drop(position: LogPosition): void {
    const number = position.segment & ~asideMark;
    this.#reader.forget(number);
    const path = segmentPath(this.#directory, number);
    if (existsSync(path)) rmSync(path);
  }

  close(): void {
    this.#reader.close();
  }
}
