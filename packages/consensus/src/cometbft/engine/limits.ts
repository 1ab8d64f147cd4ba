/** Characters of a binding's JSON: a certificate of a few kB, keys and ids. */
export const bindingSizeBytesMax = 64 * 1024;

/** Bindings of one chain: ChainMaker's networks have tens of nodes. */
export const bindingsMax = 1_000;

/** Bytes of an engine block. One carries a built block: ChainMaker's block_size is 10 MB, our own builder stops at 96 MB. */
export const engineBlockBytesMax = 100 * 1024 * 1024;

/**
 * Bytes of one batch in the engine's mempool, and so of one message between engines. Usual batches have 256 kB; a
 * larger transaction, the code of a contract above all, travels alone.
 */
export const batchBytesMax = 32 * 1024 * 1024;

/** Batches in the engine's mempool; with `mempoolBytesMax` whichever comes first. */
export const mempoolCountMax = 5_000;

/** Bytes of the engine's mempool: some seconds of load; above, the intake refuses. */
export const mempoolBytesMax = 128 * 1024 * 1024;

/** Bytes a second between two engines, in each direction: a block of 10 MB passes in a fraction of a second. */
export const peerBytesPerSecondMax = 50 * 1024 * 1024;

/** Calls to the engine's RPC at a time: it serves each in a goroutine, and more would only wait in its locks. */
export const rpcConnectionsMax = 8;

/** Calls that wait for a free connection. */
export const rpcQueueMax = 1_000;

/** Bytes of an answer: 100 MB of a block in base64 stay with the engine; a commit of 100 validators has 30 kB. */
export const rpcAnswerBytesMax = 16 * 1024 * 1024;

/** Longest wait for an answer. The engine's own longest is 10 s. */
export const rpcTimeoutMs = 15_000;

/** First and longest pause before the engine is started again; doubled at each end, reset once it ran for `restartResetMs`. */
export const restartDelayMsMin = 500;
export const restartDelayMsMax = 30_000;
export const restartResetMs = 60_000;

/** Time for the engine to end after SIGTERM: it closes its stores within a second; a full disk may hold it. */
export const stopTimeoutMs = 10_000;

/** Seconds that an engine whose node was killed has for its end before it is ended by force: it closes its stores within two. */
export const guardGraceSeconds = 5;

/** Characters of one line of the engine's log that are kept: it dumps whole blocks at times. */
export const logLineLengthMax = 2_000;

/** Bytes of a Unix socket's path (sun_path of Linux is 108 with its end, of macOS 104). */
export const socketPathBytesMax = 100;
