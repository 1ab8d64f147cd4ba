/** A request that is not whole yet, or an answer that its client has not taken. */
export interface Upload {
  /** Gives the call up: its client sees that the node is short of memory. */
  giveUp(): void;
}

/**
 * Bounds the bytes of all requests that have begun and not ended, whatever their number: one connection alone may open
 * `concurrentStreamsMax` of them, each up to the largest message. Above the bound the request that waits longest is given up.
 */
export class UploadBudget {
  readonly #sizeBytesMax: number;
  readonly #uploads = new Map<Upload, number>();
  #sizeBytes = 0;

  constructor(sizeBytesMax: number) {
    this.#sizeBytesMax = sizeBytesMax;
  }

  /** Counts bytes that came for a request. It may be given up before this returns. */
  add(upload: Upload, sizeBytes: number): void {
    this.#uploads.set(upload, (this.#uploads.get(upload) ?? 0) + sizeBytes);
    this.#sizeBytes += sizeBytes;
    while (this.#sizeBytes > this.#sizeBytesMax) this.#giveUpOldest();
  }

  /** The request is whole, or the call over. */
  remove(upload: Upload): void {
    const sizeBytes = this.#uploads.get(upload);
    if (sizeBytes === undefined) return;
    this.#uploads.delete(upload);
    this.#sizeBytes -= sizeBytes;
  }

  #giveUpOldest(): void {
    const [oldest] = this.#uploads.keys();
    if (oldest === undefined) return;
    this.remove(oldest);
    oldest.giveUp();
  }
}
