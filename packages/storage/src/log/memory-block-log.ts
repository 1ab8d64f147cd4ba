import { storageErrors } from "../errors.ts";
import type { BlockRecord } from "../interface.ts";
import type { BlockLog, LogPosition } from "./block-log.ts";

/** A block log that keeps its records in memory; a position's offset is the record's number. */
export class MemoryBlockLog implements BlockLog {
  readonly #records: BlockRecord[] = [];

  async append(records: readonly BlockRecord[]): Promise<readonly LogPosition[]> {
    return records.map((record) => {
      this.#records.push(record);
      return { segment: 0n, offset: this.#records.length - 1, length: record.blockInfoBytes.length };
    });
  }

  async sync(): Promise<void> {}

  read(position: LogPosition): BlockRecord {
    const record = this.#records[position.offset];
    if (record === undefined)
      throw storageErrors.create("STORAGE_LOG_DAMAGED", {
        file: "memory",
        offset: position.offset,
        reason: "no such record",
      });
    return record;
  }

  async close(): Promise<void> {}
}
