/** Body of a call; an import of 500,000 characters comes as base64 of up to three bytes each. */
export const bodyBytesMax = 64 * 1024;
export const importBytesMax = 5 * 1024 * 1024;

/** Calls that are being answered; more are told to come again. */
export const runningMax = 200;

/** Members with a session; the oldest goes first. */
export const sessionsMax = 20_000;

/** A working day. */
export const sessionSeconds = 8 * 3600;

/** Questions that wait for a signature; the oldest goes first. */
export const challengesMax = 5_000;

/** Time to sign a login. */
export const challengeSeconds = 120;

/** The chain refuses a transaction whose time is further away (its `tx_timeout`). */
export const payloadSeconds = 600;

/** Time for a transaction to come into a block. */
export const submitTimeoutMs = 60_000;

/** Time for the index to see a block that the chain has. */
export const indexWaitMs = 5_000;

/** How long rules that were asked of the chain are used. */
export const rulesSeconds = 30;

/** How long what was counted over the whole index is shown. */
export const countsSeconds = 20;

/** Rows of lists that are not paged: consumers of an entry, flows between departments. */
export const listMax = 2_000;

/** Audit bundles that are made at the same time: each verifies hundreds of signatures and hashes. */
export const bundlesAtOnceMax = 2;

/** Time to collect the proofs of a bundle. */
export const bundleTimeoutMs = 60_000;
