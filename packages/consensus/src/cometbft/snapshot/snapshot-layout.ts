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
 * newest down, since each block is checked by the one above it. Where a block ends is kept, 8 bytes; so an answer costs as much as there are groups, not blocks.
 */
export class SnapshotLayout {
  /** Bytes of all blocks up to each, from block 1 on. */
  readonly #ends: number[] = [];
  /** Index into `#ends` where each group begins. */
  readonly #starts: number[] = [];

  /** Height up to which blocks are laid out. */
  get height(): bigint {
    return BigInt(this.#ends.length);
  }

  /** Lays out the next block; `sizeBytes` with its length before it. */
  add(sizeBytes: number): void {
    const count = this.#ends.length;
    const end = this.#endOf(count) + sizeBytes;
    const start = this.#starts.at(-1);
    if (start === undefined || end - this.#endOf(start) > chunkBytesTarget) this.#starts.push(count);
    this.#ends.push(end);
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
      return { first: BigInt(start + 1), last: BigInt(stop), sizeBytes: this.#endOf(stop) - this.#endOf(start) };
    });
    return groups.toReversed();
  }

  /** Bytes of the first `count` blocks. */
  #endOf(count: number): number {
    return count === 0 ? 0 : (this.#ends[count - 1] ?? 0);
  }
}
