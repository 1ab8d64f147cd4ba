/** Largest message either way, as ChainMaker's clients allow. */
export const messageBytesMax = 100 * 1024 * 1024;

/** Deadline of one unary call unless the caller gives another. */
export const callTimeoutMs = 60_000;

/** Time to wait for a transaction's block unless the caller gives another. */
export const commitTimeoutMs = 60_000;
