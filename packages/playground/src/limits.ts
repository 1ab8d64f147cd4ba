/** Rows of one `listState`: what a page can show. */
export const stateRowsMax = 1000;

/** Calls of a page that wait for an answer: beyond them the Worker would only grow a queue. */
export const pendingCallsMax = 10_000;

/** Longest wait for a transaction's block; blocks are made every few milliseconds unless the disk is full. */
export const commitTimeoutMs = 30_000;

/** Longest wait for the Worker to open a chain: a long log without an image of the state, on a slow machine. */
export const openTimeoutMs = 60_000;

/** Longest wait for a dump, all of whose transactions are executed, 10 ms each. */
export const loadTimeoutMs = 600_000;

/** Characters of a playground's name, which names its folder. */
export const nameLengthMax = 40;

/** Longest wait for a compiler, its loading over a slow line included. */
export const compileTimeoutMs = 120_000;

/** A compiler takes 130 MB, much for a phone; loading it again takes 1 to 3 s. */
export const compilerIdleMs = 120_000;

/** Calls of a compiler that wait for their turn: an editor needs the newest only. */
export const compilesMax = 16;

/** Characters of all files of one compilation: compilers need a hundred times as much memory. */
export const sourcesLengthMax = 2_000_000;

/** Bytes of a chain in one file: it is held whole in memory, some times over. */
export const chainFileBytesMax = 268_435_456;

/** Bytes of such a file's header: the keys and certificates of four organisations are 40 kB. */
export const chainFileHeaderBytesMax = 1_000_000;

/** Megabytes of a replay's heap when nothing is said: a chain of 20 MB needs 200. */
export const replayMemoryMbDefault = 512;

/** Time that a replay has to say itself that its time is over, before it is ended. */
export const replayGraceMs = 1000;

/** Elements of all lists in one result of a Solidity method: a page shows no more, and zero-length elements take no bytes. */
export const abiElementsMax = 10_000;
