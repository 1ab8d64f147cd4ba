/** Bounds of everything that the network can make us hold. Each says why it has its size. */

/** Open connections: two of 10,000 idle clients' worth; above it new ones are closed at once. */
export const connectionsMax = 20_000;

/** Open files that connections leave to the rest of the node: segments, store, libraries and lock take some dozens. */
export const reservedFileCount = 256;

/** A TLS handshake that takes longer holds a socket for nothing. */
export const handshakeTimeoutMs = 10_000;

/** Requests in flight on one connection: Go's default; a client with more opens another connection. */
export const concurrentStreamsMax = 1_000;

/** Time in which a request must be whole: the largest message over a line of 350 kB/s. */
export const requestMsMax = 300_000;

/** Bytes of all requests that have begun and not ended: two of the largest messages, some more of usual ones, and the node stays small. */
export const unfinishedRequestBytesMax = 256 * 1024 * 1024;

/**
 * Bytes of all answers that clients have asked for and not taken: a client that opens no window would have the node keep an answer
 * for each of its streams.
 */
export const untakenAnswerBytesMax = 256 * 1024 * 1024;

/** ChainMaker's node pings a silent client after 5 s. Spec: rpc.md §2. */
export const serverPingAfterMs = 5_000;

/**
 * Time that a client has to answer a ping. ChainMaker's 1 s would cut off good clients here: the answer waits in our own main
 * loop while a block is executed, which may take `proposalTimeMsMax`, or while the machine is short of time.
 */
export const serverPingTimeoutMs = 20_000;

/** Connections without a call are closed after 5 min, as ChainMaker does. Spec: rpc.md §2. */
export const idleConnectionCloseMs = 300_000;

/** Time for calls in flight to end when the server stops. */
export const drainMs = 5_000;

/** GetTxsInPoolByTxIds answers at most this many ids. Spec: rpc.md §1. */
export const poolLookupIdsMax = 10_000;

/**
 * Bytes of transactions in one answer of GetTxsInPoolByTxIds, the most of ChainMaker's template for a message (rpc.max_send_msg_size):
 * one large transaction may be asked for ten thousand times.
 */
export const poolLookupBytesMax = 100 * 1024 * 1024;

/** Client addresses with a rate-limit bucket of their own; the oldest goes first. */
export const rateLimitAddressesMax = 10_000;

/** SendRequestSync calls that wait at the same time; above it a call is refused instead of queued without end. */
export const syncWaitersMax = 100_000;
