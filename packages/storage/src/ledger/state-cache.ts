import type { BinaryString } from "@yanta/bytes";

import { compactValue } from "../kv/compact-value.ts";

/** What a cached key holds; null = known to be absent. */
export type CachedValue = Uint8Array | null;

/** Bytes a cache entry costs beside its key and value: Map slot, string and array headers. */
const entryOverheadBytes = 160;

/**
 * Bounded cache of the newest state in two halves: when the young half is full it becomes the old one and the former
 * old half is dropped; a hit in the old half makes an entry young again.
 */
export class StateCache {
  readonly #halfSizeBytesMax: number;
  #young = new Map<BinaryString, CachedValue>();
  #old = new Map<BinaryString, CachedValue>();
  #youngSizeBytes = 0;

  constructor(sizeBytesMax: number) {
    this.#halfSizeBytesMax = sizeBytesMax / 2;
  }

  get(key: BinaryString): CachedValue | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  /** Remembers what the store holds under a key that is not cached; a value above half the size is left out. */
  set(key: BinaryString, value: CachedValue): void {
    const sizeBytes = entryOverheadBytes + key.length + (value?.length ?? 0);
    if (sizeBytes > this.#halfSizeBytesMax) return;
    if (this.#youngSizeBytes + sizeBytes > this.#halfSizeBytesMax) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngSizeBytes = 0;
    }
    this.#young.set(key, value === null ? null : compactValue(value));
    this.#youngSizeBytes += sizeBytes;
  }

  delete(key: BinaryString): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }
}
