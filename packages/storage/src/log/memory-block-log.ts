import { storageErrors } from "../errors.ts";
import type { BlockRecord } from "../interface.ts";
import { asideMark, type BlockLog, type BlockLogArchive, type BlockLogCut, type LogPosition } from "./block-log.ts";

/** A block log that keeps its records in memory; a position's offset is the record's number. */
export class MemoryBlockLog implements BlockLog, BlockLogArchive, BlockLogCut {
  readonly #records = new Map<number, BlockRecord>();
  readonly #aside = new Map<number, BlockRecord>();
  #count = 0;
  #asideCount = 0;
  #firstHeight = 0n;

  get firstHeight(): bigint {
    return this.#firstHeight;
  }

  async append(records: readonly BlockRecord[]): Promise<readonly LogPosition[]> {
    return records.map((record) => {
      this.#records.set(this.#count, record);
      return { segment: 0n, offset: this.#count++, length: record.blockInfoBytes.length };
    });
  }

  async sync(): Promise<void> {}

  read({ segment, offset }: LogPosition): BlockRecord {
    const record = (segment === asideMark ? this.#aside : this.#records).get(offset);
    if (record === undefined) {
      throw storageErrors.create("STORAGE_LOG_DAMAGED", { file: "memory", offset, reason: "no such record" });
    }
    return record;
  }

  async setAside(records: readonly BlockRecord[]): Promise<readonly LogPosition[]> {
    return records.map((record) => {
      this.#aside.set(this.#asideCount, record);
      return { segment: asideMark, offset: this.#asideCount++, length: record.blockInfoBytes.length };
    });
  }

  dropAside({ offset }: LogPosition): void {
    this.#aside.delete(offset);
  }

  droppableBelow(height: bigint): bigint {
    return height;
  }

  dropBelow(height: bigint): void {
    for (; this.#firstHeight < height; this.#firstHeight++) this.#records.delete(Number(this.#firstHeight));
  }

  cutsAtOnce(): boolean {
    return true;
  }

  async truncateAfter({ offset }: LogPosition): Promise<void> {
    while (this.#count > offset + 1) this.#records.delete(--this.#count);
  }

  async close(): Promise<void> {}
}
