import { chunkBytesMax, chunkBytesTarget } from "../limits.ts";

/** Blocks that travel together, and in how many pieces. */
export interface BlockGroup {
  readonly first: bigint;
  readonly last: bigint;
  readonly sizeBytes: number;
}

/** One chunk: a piece of a group. */
export interface ChunkPlace {
  readonly group: BlockGroup;
  readonly part: number;
}

/**
 * Where each block of a snapshot travels. Groups are filled from block 1 on, so they stay as the chain grows; a snapshot of some height holds them from the
 * newest down, since each block is checked by the one above it. One frame's size a block is kept: 8 bytes.
 */
export class SnapshotLayout {
  readonly #sizes: number[] = [];
  /** Index into `#sizes` where each group begins. */
  readonly #starts: number[] = [];
  #groupBytes = 0;

  /** Height up to which blocks are laid out. */
  get height(): bigint {
    return BigInt(this.#sizes.length);
  }

  /** Lays out the next block; `sizeBytes` with its length before it. */
  add(sizeBytes: number): void {
    if (this.#sizes.length === 0 || this.#groupBytes + sizeBytes > chunkBytesTarget) {
      this.#starts.push(this.#sizes.length);
      this.#groupBytes = 0;
    }
    this.#sizes.push(sizeBytes);
    this.#groupBytes += sizeBytes;
  }

  /** Chunks of the snapshot at a height, in their order. */
  chunks(height: bigint): readonly ChunkPlace[] {
    return this.#groups(height).flatMap((group) =>
      Array.from({ length: Math.ceil(group.sizeBytes / chunkBytesMax) }, (_, part) => ({ group, part })),
    );
  }

  /** Newest first. */
  #groups(height: bigint): readonly BlockGroup[] {
    const end = Number(height);
    const starts = this.#starts.filter((start) => start < end);
    const groups = starts.map((start, index) => {
      const stop = starts[index + 1] ?? end;
      const sizeBytes = this.#sizes.slice(start, stop).reduce((sum, size) => sum + size, 0);
      return { first: BigInt(start + 1), last: BigInt(stop), sizeBytes };
    });
    return groups.toReversed();
  }
}
