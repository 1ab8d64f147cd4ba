import type { SyncFile } from "./sync-file.ts";

/** A SyncFile in memory, for chains that nobody keeps and for tests. Closing it changes nothing: it can be used again. */
export class MemorySyncFile implements SyncFile {
  #bytes: Uint8Array;
  #sizeBytes: number;

  constructor(content: Uint8Array = new Uint8Array(0)) {
    this.#bytes = content.slice();
    this.#sizeBytes = content.length;
  }

  /** A copy of everything in the file. */
  content(): Uint8Array {
    return this.#bytes.slice(0, this.#sizeBytes);
  }

  getSize(): number {
    return this.#sizeBytes;
  }

  read(buffer: Uint8Array, { at }: { readonly at: number }): number {
    const part = this.#bytes.subarray(at, Math.min(this.#sizeBytes, at + buffer.length));
    buffer.set(part);
    return part.length;
  }

  write(buffer: Uint8Array, { at }: { readonly at: number }): number {
    const end = at + buffer.length;
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.set(buffer, at);
    this.#sizeBytes = Math.max(this.#sizeBytes, end);
    return buffer.length;
  }

  truncate(sizeBytes: number): void {
    if (sizeBytes > this.#bytes.length) this.#grow(sizeBytes);
    this.#bytes.fill(0, sizeBytes, this.#sizeBytes);
    this.#sizeBytes = sizeBytes;
  }

  flush(): void {}

  close(): void {}

  #grow(sizeBytes: number): void {
    const bytes = new Uint8Array(Math.max(sizeBytes, this.#bytes.length * 2));
    bytes.set(this.#bytes.subarray(0, this.#sizeBytes));
    this.#bytes = bytes;
  }
}
