import type { Kv, KvEntry } from "../interface.ts";
import { decodeSavepoint, savepointKey } from "../ledger/kv-layout.ts";
import { overwrite, readUpTo, type SyncFile } from "../log/sync-file.ts";
import { decodeStateImage, encodeStateImage } from "./state-image.ts";

/**
 * Images of the store in two files that take turns, so that a crash while one is written leaves the other. They only
 * make opening quicker: without them everything is derived from the log.
 */
export class StateImages {
  readonly #files: readonly [SyncFile, SyncFile];
  /** Height of the image in each file; undefined when it holds none. */
  readonly #heights: [bigint | undefined, bigint | undefined] = [undefined, undefined];

  constructor(files: readonly [SyncFile, SyncFile]) {
    this.#files = files;
  }

  /** The entries of the newest whole image. */
  load(): readonly KvEntry[] | undefined {
    const images = this.#files.map((file) => decodeStateImage(readUpTo(file, 0, file.getSize())));
    images.forEach((entries, index) => (this.#heights[index] = entries && heightOf(entries)));
    return images[this.#newest()];
  }

  /**
   * Writes all entries in place of the older image; returns its bytes. A file that takes no more is no fault: what was
   * written fails its checksum, and the next opening takes the other image or the log alone.
   */
  save(kv: Kv, height: bigint): number {
    const index = 1 - this.#newest();
    const image = encodeStateImage(kv.range({ start: "", end: "\u00ff" }));
    this.#heights[index] = undefined;
    try {
      overwrite(this.#file(index), image);
      this.#heights[index] = height;
    } catch {
      // Left out: see above.
    }
    return image.length;
  }

  /** Forgets images of later heights, durably: their blocks are about to be removed. */
  dropAbove(height: bigint): void {
    this.#heights.forEach((imageHeight, index) => {
      if (imageHeight !== undefined && imageHeight <= height) return;
      this.#heights[index] = undefined;
      overwrite(this.#file(index), new Uint8Array(0));
    });
  }

  close(): void {
    for (const file of this.#files) file.close();
  }

  #newest(): number {
    const [first = -1n, second = -1n] = this.#heights;
    return first >= second ? 0 : 1;
  }

  #file(index: number): SyncFile {
    return index === 0 ? this.#files[0] : this.#files[1];
  }
}

function heightOf(entries: readonly KvEntry[]): bigint | undefined {
  const savepoint = entries.find(([key]) => key === savepointKey)?.[1];
  return savepoint === undefined ? undefined : decodeSavepoint(savepoint).height;
}
