import type { BinaryString } from "@yanta/bytes";

/** One change of a batch; without a value the key is deleted. Of two changes of one key the later wins. */
export interface KvChange {
  readonly key: BinaryString;
  readonly value?: Uint8Array;
}

export interface KvRange {
  /** First key, inclusive. */
  readonly start: BinaryString;
  /** End, exclusive. */
  readonly end: BinaryString;
  readonly reverse?: boolean;
  readonly limit?: number;
}

export type KvEntry = readonly [key: BinaryString, value: Uint8Array];

/**
 * Ordered key-value store. Reads are synchronous, because contracts run synchronously. Keys are binary strings of
 * 1 to `kvKeySizeBytesMax` bytes. Byte arrays handed in or out belong to both sides: nobody changes them.
 * Every implementation passes `kvComplianceSuite`.
 */
export interface Kv {
  /** The value, as bytes that stay unchanged after later writes; undefined when absent, as every key is that is too long for `write`. */
  get(key: BinaryString): Uint8Array | undefined;
  /**
   * The value that a crash of the machine now would leave; "unknown" while the store is taking a transaction. Absent where nothing outlives
   * the process.
   */
  getDurable?(key: BinaryString): Uint8Array | "unknown" | undefined;
  /** A consistent view taken when iteration starts, in byte-wise key order. */
  range(range: KvRange): Iterable<KvEntry>;
  /** All changes or none, visible to reads on return. Not durable by itself: the block log is the truth. */
  write(changes: readonly KvChange[]): void;
  /**
   * Resolves when more may be written: a store that writes behind is caught up far enough. Rejects with
   * STORAGE_DISK_FULL (try again later) or STORAGE_WRITE_FAILED.
   */
  ready(): Promise<void>;
  /** Resolves once everything written so far survives a crash of the machine. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Where a transaction stands in the chain. */
export interface TxLocation {
  readonly height: bigint;
  readonly index: number;
}

export interface StateWrite {
  readonly contract: string;
  readonly key: BinaryString;
  /** Empty = deleted. */
  readonly value: Uint8Array;
}

/** One past value of a key, oldest first when iterated. */
export interface KeyModification {
  readonly height: bigint;
  readonly txIndex: number;
  readonly txId: string;
  /** Block timestamp, unix seconds. */
  readonly timestamp: bigint;
  readonly value: Uint8Array;
  readonly isDelete: boolean;
}

/** A block as it lies in the log. */
export interface BlockRecord {
  readonly height: bigint;
  readonly blockHash: Uint8Array;
  /** M(common.BlockInfo{block, rwset_list}); field numbers equal store.BlockWithRWSet's 1 and 2. */
  readonly blockInfoBytes: Uint8Array;
  /** Present when the transactions and rwsets were archived: `blockInfoBytes` then lacks both. */
  readonly archived?: true;
}

/** All that a commit writes. It can be derived from `record` alone, which is what recovery does. */
export interface BlockCommit {
  readonly record: BlockRecord;
  /** Unix seconds, from the header. */
  readonly timestamp: bigint;
  /** True for the block that holds a successful CHAIN_CONFIG transaction (and for genesis). */
  readonly isConfigBlock: boolean;
  readonly txs: readonly { readonly txId: string; readonly writes: readonly StateWrite[] }[];
}

/** The committed chain as the rest of the node reads it. Synchronous; undefined = not there. */
export interface LedgerReader {
  /** Height of the last durable block; undefined before genesis. */
  readonly lastHeight: bigint | undefined;
  readonly lastBlockHash: Uint8Array | undefined;
  /** Height of the last config block at or below `lastHeight`. */
  readonly lastConfigHeight: bigint | undefined;
  getBlock(height: bigint): BlockRecord | undefined;
  getHeightByHash(blockHash: Uint8Array): bigint | undefined;
  getTxLocation(txId: string): TxLocation | undefined;
  getState(contract: string, key: BinaryString): Uint8Array | undefined;
  /** Keys in [start, limit), byte-wise ascending, of one contract. */
  rangeState(
    contract: string,
    start: BinaryString,
    limit: BinaryString,
  ): Iterable<readonly [key: BinaryString, value: Uint8Array]>;
  /** All modifications of one key, oldest first. */
  getHistory(contract: string, key: BinaryString): Iterable<KeyModification>;
  /** The value of a key as of the end of block `height`. */
  getStateAt(contract: string, key: BinaryString, height: bigint): Uint8Array | undefined;
  /** `rangeState` as of the end of block `height`. Throws STORAGE_PAST_RANGE_SIZE when the keys changed too often to be looked through. */
  rangeStateAt(
    contract: string,
    start: BinaryString,
    limit: BinaryString,
    height: bigint,
  ): Iterable<readonly [key: BinaryString, value: Uint8Array]>;
  /** Blocks below this height had their transactions archived; 0 = none. */
  readonly archivedHeight: bigint;
}

export interface Ledger extends LedgerReader {
  /**
   * Appends the block to the log with one fsync, then makes state, indexes and history visible in one batch.
   * Resolves when durable. Blocks come strictly in order; one commit at a time.
   */
  commit(block: BlockCommit): Promise<void>;
  /**
   * The same for blocks that follow on each other, with one fsync for all of them: for blocks that are made elsewhere and come many at a time.
   * After a crash the first ones of them may be there without the rest.
   */
  commitAll(blocks: readonly BlockCommit[]): Promise<void>;
  close(): Promise<void>;
}

/** Removes the newest blocks for good. Consortium chains never do; a dev chain does when somebody asks. */
export interface LedgerRevert {
  /**
   * Removes all blocks above a height: when it resolves they are gone durably, and every answer is that of the time when the block
   * of the height was the last. A process killed meanwhile leaves either all of them or none. No commit may be under way. Returns the
   * contracts whose rows the removed blocks wrote.
   * Throws STORAGE_REVERT_RANGE, STORAGE_REVERT_SIZE, STORAGE_WRITE_FAILED.
   */
  revertTo(height: bigint): Promise<ReadonlySet<string>>;
  /** The whole state, sorted by contract, then by key. */
  listState(): Iterable<StateWrite>;
}

/** Frees the room of old blocks and takes their contents back. The archived blocks themselves are kept elsewhere. */
export interface LedgerArchive {
  /**
   * Drops transactions and rwsets of the blocks below a height; headers, config blocks and blocks that write to MULTI_SIGN stay. State, transaction
   * locations and history keep their answers. Room is freed by whole segments of the log.
   * Throws STORAGE_ARCHIVE_RANGE unless archivedHeight < height <= lastHeight, STORAGE_ARCHIVE_REFUSED. Spec: ledger.md §8 "Archive".
   */
  archiveBelow(height: bigint): Promise<void>;
  /**
   * Takes back M(common.BlockInfo) of the block just below `archivedHeight`. The caller has checked the transactions
   * against the header's roots; here only the header is compared. Throws STORAGE_ARCHIVE_RANGE, STORAGE_ARCHIVE_REFUSED, STORAGE_BLOCK_INVALID.
   */
  restoreBlock(height: bigint, blockInfoBytes: Uint8Array): Promise<void>;
}
