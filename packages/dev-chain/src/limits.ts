/** Snapshots that are kept; each is a few numbers. A test suite that takes one a test and never goes back has fewer. */
export const snapshotCountMax = 10_000;

/** Blocks that one call makes: each is an fsync, together some seconds. */
export const minedBlocksMax = 10_000;

/** Milliseconds between blocks at most: a day. */
export const miningIntervalMsMax = 86_400_000;

/** Bytes of rows in one transaction that sets them, below what the chain takes as one parameter (10 MB). */
export const setStateBytesMax = 8 * 1024 * 1024;

/** Bytes of keys and values in a dump: as JSON text twice as many, below what one string of the engine holds. */
export const dumpBytesMax = 128 * 1024 * 1024;

/** Addresses that act without a signature. */
export const impersonatedCountMax = 10_000;

/** Milliseconds that sending as a member waits for its block. */
export const sendTimeoutMs = 60_000;

/** Unix seconds of the end of the year 9999, up to which dates have their usual form. */
export const unixSecondsMax = 253_402_300_799n;
