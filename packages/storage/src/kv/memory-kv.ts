import type { BinaryString } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import type { Kv, KvChange, KvEntry, KvRange } from "../interface.ts";
import { compactValue } from "./compact-value.ts";
import { checkKeySize } from "./key-size.ts";
import { OrderedTree } from "./ordered-tree.ts";

/** An ordered store in memory, for browsers, tests and `--memory`. */
export function createMemoryKv(): Kv {
  return new MemoryKv();
}

class MemoryKv implements Kv {
  readonly #tree = new OrderedTree();
  #closed = false;

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
