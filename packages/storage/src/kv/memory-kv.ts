import type { BinaryString } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import type { Kv, KvChange, KvEntry, KvRange } from "../interface.ts";
import { compactValue } from "./compact-value.ts";
import { checkKeySize } from "./key-size.ts";
import { OrderedTree } from "./ordered-tree.ts";

/** A store that can be copied at no cost. */
export interface ForkableKv extends Kv {
  /** Another store with the same entries; later writes to one do not show in the other. */
  fork(): ForkableKv;
}

/** An ordered store in memory, for browsers, tests and `--memory`. */
export function createMemoryKv(): ForkableKv {
  return new MemoryKv(new OrderedTree());
}

class MemoryKv implements ForkableKv {
  readonly #tree: OrderedTree;
  #closed = false;

  constructor(tree: OrderedTree) {
    this.#tree = tree;
  }

  fork(): ForkableKv {
    this.#checkOpen();
    return new MemoryKv(this.#tree.fork());
  }

  get(key: BinaryString): Uint8Array | undefined {
    this.#checkOpen();
    return this.#tree.get(key);
  }

  range(range: KvRange): Iterable<KvEntry> {
    this.#checkOpen();
    return this.#tree.range(range);
  }

  write(changes: readonly KvChange[]): void {
    this.#checkOpen();
    for (const { key } of changes) checkKeySize(key);
    for (const { key, value } of changes) {
      if (value === undefined) this.#tree.delete(key);
      else this.#tree.set(key, compactValue(value));
    }
  }

  async ready(): Promise<void> {
    this.#checkOpen();
  }

  async flush(): Promise<void> {
    this.#checkOpen();
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #checkOpen(): void {
    if (this.#closed) throw storageErrors.create("STORAGE_CLOSED");
  }
}
