import { concatBytes, equalBytes } from "@yanta/bytes";
import type { HashAlgorithm } from "@yanta/crypto";
import type { BlockRecord, LedgerReader } from "@yanta/storage";
import { appHash } from "../app/app-hash.ts";
import { digestAt } from "../app/engine-history.ts";
import { chunkBytesMax, snapshotChunksMax, snapshotFrameBytesMax } from "../limits.ts";
import { checkFrame, type ExpectedBlock } from "./snapshot-frame.ts";
import { blockHeightOfMetadata, snapshotFormat } from "./snapshot-source.ts";
import type { StagedBlocks } from "./staged-blocks.ts";

/** A snapshot as peers offer it. */
export interface OfferedSnapshot {
  readonly height: bigint;
  readonly format: number;
  readonly chunks: number;
  readonly hash: Uint8Array;
  readonly metadata: Uint8Array;
}

/** What came of a chunk. `foreign`: it is not what belongs there, ask somebody else; `useless`: the snapshot cannot be finished. */
export type ChunkOutcome = "accepted" | "complete" | "foreign" | "useless";

export interface RestoreOptions {
  readonly ledger: LedgerReader;
  readonly algorithm: HashAlgorithm;
  readonly bindingsDigest: Uint8Array;
  readonly staged: StagedBlocks;
}

/**
 * Takes a chain over from peers that nobody trusts: every block is checked against the one above it, the newest against the hash that the light client found.
 * Nothing reaches the ledger before all blocks down to our own first one are there.
 */
export class SnapshotRestore {
  readonly #options: RestoreOptions;
  readonly #chunkCount: number;
  readonly #engineHeight: bigint;
  /** Our ledger ends with just these blocks: the node died between taking them in and its engine's note of it. */
  readonly #isHeld: boolean;
  #height: bigint;
  #expected: ExpectedBlock;
  #nextChunk = 0;
  /** Bytes of a block whose rest is in the next chunk. */
  #rest: Uint8Array = new Uint8Array();

  private constructor(options: RestoreOptions, offered: OfferedSnapshot, height: bigint) {
    this.#options = options;
    this.#chunkCount = offered.chunks;
    this.#engineHeight = offered.height;
    this.#height = height;
    this.#isHeld = height === options.ledger.lastHeight;
    this.#expected = { kind: "digest", digest: offered.hash };
    options.staged.clear();
  }

  /** Begins when the offered snapshot is the one that the trusted hash stands for and holds what our ledger does not go beyond; undefined else. */
  static begin(
    options: RestoreOptions,
    offered: OfferedSnapshot,
    trustedAppHash: Uint8Array,
  ): SnapshotRestore | undefined {
    const { ledger } = options;
    const lastHeight = ledger.lastHeight ?? 0n;
    const height = blockHeightOfMetadata(offered.metadata);
    if (offered.format !== snapshotFormat || height === undefined || height < lastHeight) return undefined;
    if (height === lastHeight && !equalBytes(offered.hash, digestAt(ledger, height))) return undefined;
    if (offered.chunks < 1 || offered.chunks > snapshotChunksMax) return undefined;
    if (!equalBytes(appHash(options.bindingsDigest, offered.hash), trustedAppHash)) return undefined;
    return new SnapshotRestore(options, offered, height);
  }

  /** Chunks come in their order; a foreign one may come again from somebody else. */
  add(index: number, chunk: Uint8Array): ChunkOutcome {
    if (index !== this.#nextChunk || chunk.length > chunkBytesMax) return "foreign";
    if (this.#isHeld) {
      // The engine hands over all chunks all the same; they bring nothing that is not here.
      this.#nextChunk++;
      return this.#nextChunk < this.#chunkCount ? "accepted" : "complete";
    }
    const started = this.#rest.length > 0;
    const frames = cutFrames(concatBytes(this.#rest, chunk));
    if (frames === undefined) return started ? "useless" : "foreign";
    const before = { height: this.#height, expected: this.#expected, count: this.#options.staged.count };
    for (const frame of frames.whole) {
      if (this.#take(frame)) continue;
      this.#height = before.height;
      this.#expected = before.expected;
      this.#options.staged.cut(before.count);
      return started ? "useless" : "foreign";
    }
    this.#rest = frames.rest;
    this.#nextChunk++;
    if (this.#nextChunk < this.#chunkCount) return "accepted";
    return this.#rest.length === 0 && this.#isDown() ? "complete" : "useless";
  }

  /** The blocks that our ledger lacks, oldest first. Only after `complete`. */
  *records(): Generator<BlockRecord, void, undefined> {
    const { staged, ledger } = this.#options;
    const lastHeight = ledger.lastHeight ?? 0n;
    for (const record of staged.oldestFirst()) if (record.height > lastHeight) yield record;
  }

  #take(frame: Uint8Array): boolean {
    const { algorithm, staged } = this.#options;
    const isFirst = staged.count === 0;
    const checked = checkFrame({ frame, height: this.#height, expected: this.#expected, algorithm });
    if (checked === undefined || (isFirst && checked.engineHeight !== this.#engineHeight)) return false;
    staged.push(checked.record);
    this.#expected = checked.below;
    this.#height--;
    return true;
  }

  /** Everything below is what our ledger begins with. */
  #isDown(): boolean {
    const genesis = this.#options.ledger.getBlock(0n);
    const { kind } = this.#expected;
    return (
      this.#height === 0n &&
      kind === "hash" &&
      genesis !== undefined &&
      equalBytes(this.#expected.hash, genesis.blockHash)
    );
  }
}

/** Bytes of a frame's length: 256 MB need five. */
const lengthBytesMax = 5;

/** Cuts whole frames off; undefined when a length is out of bounds. */
function cutFrames(
  bytes: Uint8Array,
): { readonly whole: readonly Uint8Array[]; readonly rest: Uint8Array } | undefined {
  const whole: Uint8Array[] = [];
  let position = 0;
  for (;;) {
    let length = 0;
    let at = position;
    let shift = 1;
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined) return { whole, rest: bytes.subarray(position) };
      length += (byte & 0x7f) * shift;
      shift *= 0x80;
      at++;
      if (byte < 0x80) break;
      // A peer could send nothing but unfinished lengths, which would gather in memory.
      if (at - position === lengthBytesMax) return undefined;
    }
    if (length === 0 || length > snapshotFrameBytesMax) return undefined;
    if (at + length > bytes.length) return { whole, rest: bytes.subarray(position) };
    whole.push(bytes.subarray(at, at + length));
    position = at + length;
  }
}
