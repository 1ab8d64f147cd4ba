/** Bytes of a consumer's signed question: certificate and parameters take a few kB. */
export const questionBytesMax = 64 * 1024;

/** Seconds that a question holds: as long as a chain takes a transaction by default. */
export const questionAgeSecondsMax = 600;

/** Bytes that a source may give for one delivery, and that a delivery may have: both are held in memory. */
export const sourceBytesMax = 64 * 1024 * 1024;

/** Records of a source. */
export const sourceRecordsMax = 1_000_000;

/** Deliveries that are made at a time: each holds its source in memory. */
export const deliveriesAtOnceMax = 4;

/** Milliseconds that an HTTP source has for its whole answer. */
export const sourceTimeoutMs = 30_000;

/** Milliseconds that a consumer has to send its question. */
export const questionTimeoutMs = 10_000;

/** Connections of consumers. */
export const connectionsMax = 256;

/** Departments that may follow each other. */
export const successorsMax = 16;

/** Milliseconds that a consumer waits for a delivery: source, two transactions, transport. */
export const receiveTimeoutMs = 120_000;
