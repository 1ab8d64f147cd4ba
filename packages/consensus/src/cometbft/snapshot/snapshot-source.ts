import { bytesToUint64Be, concatBytes, encodeVarint, uint64ToBytesBe } from "@yanta/bytes";
import type { LedgerReader } from "@yanta/storage";
import { digestAt, engineDataAt } from "../app/engine-history.ts";
import { chunkBytesMax, layoutSliceBlocks, snapshotIntervalBlocks } from "../limits.ts";
import { encodeFrame } from "./snapshot-frame.ts";
import { SnapshotLayout } from "./snapshot-layout.ts";

/** The only form so far; another one gets another number. */
export const snapshotFormat = 1;

/** What a snapshot says of itself. */
export interface SnapshotDescription {
  readonly engineHeight: bigint;
  readonly chunkCount: number;
  /** The chain digest: equal snapshots and no others have the same. */
  readonly hash: Uint8Array;
  /** Height of its last block, 8 bytes big endian. */
  readonly metadata: Uint8Array;
}

/** Height of the last block that a snapshot's metadata names; undefined when it is malformed. */
export function blockHeightOfMetadata(metadata: Uint8Array): bigint | undefined {
  return metadata.length === 8 ? bytesToUint64Be(metadata) : undefined;
}

/**
 * Gives the chain away in snapshots: all blocks up to some height, read from the ledger when they are asked for. Only the sizes of blocks are kept; they are
 * gathered in slices, so that no block of a running chain waits for it.
 */
export class SnapshotSource {
  readonly #ledger: LedgerReader;
  readonly #layout = new SnapshotLayout();
  /** Engine and block height of the snapshot that was asked for last: newcomers ask for all of its chunks. */
  #asked: { readonly engineHeight: bigint; readonly height: bigint } | undefined;

  constructor(ledger: LedgerReader) {
    this.#ledger = ledger;
  }

  /** Lays out some more blocks; true when there are still others. */
  prepare(): boolean {
    for (let count = 0; count < layoutSliceBlocks; count++) {
      const frame = this.#frame(this.#layout.height + 1n);
      if (frame === undefined) return false;
      this.#layout.add(frame.length);
    }
    return true;
  }

  /**
   * Snapshots that a newcomer can check: the light client needs two engine blocks after each. The newest one, and one at a round height that peers
   * of another last block have, too.
   */
  list(lastEngineHeight: bigint): readonly SnapshotDescription[] {
    return this.#heights(lastEngineHeight).flatMap((height) => this.#describe(height) ?? []);
  }

  /** Engine height of the oldest of them: newcomers need the engine's blocks from there on. Undefined when there is none. */
  oldestEngineHeight(lastEngineHeight: bigint): bigint | undefined {
    const oldest = this.#heights(lastEngineHeight).at(-1);
    return oldest === undefined ? undefined : engineDataAt(this.#ledger, oldest)?.engineHeight;
  }

  /** Block heights, newest first; all are blocks that an engine decided. */
  #heights(lastEngineHeight: bigint): readonly bigint[] {
    if (this.#ledger.archivedHeight > 0n) return [];
    const newest = this.#newestCheckable(lastEngineHeight);
    if (newest === undefined) return [];
    const round = newest - (newest % snapshotIntervalBlocks);
    return round === newest || round === 0n ? [newest] : [newest, round];
  }

  /** A chunk of the snapshot at an engine height; undefined when there is none. */
  chunk(engineHeight: bigint, index: number): Uint8Array | undefined {
    const blockHeight = this.#blockAt(engineHeight);
    const place = blockHeight === undefined ? undefined : this.#layout.chunks(blockHeight)[index];
    if (place === undefined || this.#ledger.archivedHeight > 0n) return undefined;
    const frames: Uint8Array[] = [];
    for (let height = place.group.last; height >= place.group.first; height--) {
      const frame = this.#frame(height);
      if (frame === undefined) return undefined;
      frames.push(frame);
    }
    const start = place.part * chunkBytesMax;
    return concatBytes(...frames).subarray(start, start + chunkBytesMax);
  }

  #describe(height: bigint): SnapshotDescription | undefined {
    const data = height > 0n ? engineDataAt(this.#ledger, height) : undefined;
    if (data === undefined) return undefined;
    return {
      engineHeight: data.engineHeight,
      chunkCount: this.#layout.chunks(height).length,
      hash: digestAt(this.#ledger, height),
      metadata: uint64ToBytesBe(height),
    };
  }

  #newestCheckable(lastEngineHeight: bigint): bigint | undefined {
    let height = this.#layout.height;
    while (height > 0n) {
      const data = engineDataAt(this.#ledger, height);
      if (data === undefined) return undefined;
      if (data.engineHeight + 2n <= lastEngineHeight) return height;
      height--;
    }
    return undefined;
  }

  #blockAt(engineHeight: bigint): bigint | undefined {
    if (this.#asked?.engineHeight === engineHeight) return this.#asked.height;
    const height = this.#findBlockAt(engineHeight);
    if (height !== undefined) this.#asked = { engineHeight, height };
    return height;
  }

  /** Engine heights grow with block heights. */
  #findBlockAt(engineHeight: bigint): bigint | undefined {
    let [low, high] = [1n, this.#layout.height];
    while (low <= high) {
      const middle = (low + high) / 2n;
      const found = engineDataAt(this.#ledger, middle)?.engineHeight ?? 0n;
      if (found === engineHeight) return middle;
      if (found < engineHeight) low = middle + 1n;
      else high = middle - 1n;
    }
    return undefined;
  }

  #frame(height: bigint): Uint8Array | undefined {
    const record = this.#ledger.getBlock(height);
    if (record === undefined || record.archived === true) return undefined;
    const frame = encodeFrame(this.#ledger, record);
    return concatBytes(encodeVarint(frame.length), frame);
  }
}
