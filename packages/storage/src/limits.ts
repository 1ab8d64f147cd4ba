/** Bytes in one key of a Kv: contract name 128, key 1024, `#`, field 1024 and the 13 bytes history adds fit; LMDB with pages of 8 KiB takes 4026. */
export const kvKeySizeBytesMax = 4000;

/** Bytes of one block in the log: a transaction may be 100 MB on the wire (rpc.md), and its rwset repeats its values. */
export const blockSizeBytesMax = 512 * 1024 * 1024;

/** Bytes after which the log starts a new segment; ChainMaker's `logdb_segment_size` default is 128 MB. */
export const segmentSizeBytesMax = 128 * 1024 * 1024;

/** Blocks kept decoded for readers: queries and subscriptions mostly ask for the newest. */
export const blockCacheCountMax = 64;

/** Bytes of blocks kept for readers; one block above this size is not kept at all. */
export const blockCacheSizeBytesMax = 32 * 1024 * 1024;

/** Bytes of state values and keys kept in memory before the older half is dropped. */
export const stateCacheSizeBytesMax = 32 * 1024 * 1024;

/** Bytes of blocks gathered into one batch while the store is caught up: fewer commits, bounded memory. */
export const replayBatchSizeBytesMax = 8 * 1024 * 1024;

/** Entries of a node in the ordered memory store: one cache-friendly binary search a level, cheap inserts. */
export const treeNodeSizeMax = 64;

/**
 * Bytes of changes that wait in memory before the persistent store takes them in one transaction. LMDB holds every page that a
 * transaction touches in memory and leaves three copies of it in its file: 8 MB took 150 MB more after 100,000 transactions, for 4 % less CPU.
 */
export const storeFlushSizeBytes = 1 * 1024 * 1024;

/** Batches of `storeFlushSizeBytes` that may wait while one is being written; then commits wait for the disk. */
export const storeBacklogCountMax = 2;

/** Changes of keys that one range of the past looks through: about two seconds. Only traces and calls at past heights ask for such. */
export const pastRangeEntriesMax = 1_000_000;

/** Changes of the store that going back may make: some hundred MB of memory and seconds. Only dev chains go back. */
export const revertedWritesMax = 2_000_000;

/** Segment files kept open for reading. */
export const openSegmentCountMax = 16;

/** With less room than this a failed transaction of the store counts as a full disk: one batch may touch that many bytes of pages. */
export const diskFullBelowBytes = 64 * 1024 * 1024;

/** Bytes of new blocks after which a tab writes an image of its state: deriving as much at opening takes a fraction of a second. */
export const stateImageLogBytes = 2 * 1024 * 1024;

/** How long a tab waits for files that another one holds: a page that was reloaded or killed gives them up late. */
export const opfsLockWaitMs = 3000;
export const opfsLockPollMs = 50;

/** Rows that a migration of the store changes at once: about a megabyte, all of it in one transaction. */
export const migratedRowsMax = 2000;
