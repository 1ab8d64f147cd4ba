/** Connections to a PostgreSQL server: it answers a question in milliseconds, so few are enough for many readers. */
export const connectionsMax = 10;

/** A question that takes longer is a mistake of ours, or of a planner. */
export const statementTimeoutMs = 10_000;

/** Time to get a connection to a PostgreSQL server. */
export const connectTimeoutMs = 10_000;

/** Blocks that wait to be applied. */
export const waitingBlocksMax = 256;

/** Transactions of blocks that wait: a block may have thousands, each with a big write set. */
export const waitingTxsMax = 4_000;

/** Pause after the first failure to reach the node; it doubles up to the longest. */
export const retryFirstMs = 500;
export const retryLongestMs = 30_000;
