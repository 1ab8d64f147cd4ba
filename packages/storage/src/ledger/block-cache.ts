import { blockCacheCountMax, blockCacheSizeBytesMax } from "../limits.ts";
import type { BlockRecord } from "../interface.ts";

/** The blocks used last, bounded by count and bytes. */
export class BlockCache {
  readonly #records = new Map<bigint, BlockRecord>();
  #sizeBytes = 0;

  get(height: bigint): BlockRecord | undefined {
    const record = this.#records.get(height);
    if (record === undefined) return undefined;
    this.#records.delete(height);
    this.#records.set(height, record);
    return record;
  }

  set(record: BlockRecord): void {
    this.delete(record.height);
    if (record.blockInfoBytes.length > blockCacheSizeBytesMax) return;
    this.#records.set(record.height, record);
    this.#sizeBytes += record.blockInfoBytes.length;
    for (const [height] of this.#records) {
      if (this.#records.size <= blockCacheCountMax && this.#sizeBytes <= blockCacheSizeBytesMax) return;
      this.delete(height);
    }
  }

  clear(): void {
    this.#records.clear();
    this.#sizeBytes = 0;
  }

  delete(height: bigint): void {
    const record = this.#records.get(height);
    if (record === undefined) return;
    this.#records.delete(height);
    this.#sizeBytes -= record.blockInfoBytes.length;
  }
}
