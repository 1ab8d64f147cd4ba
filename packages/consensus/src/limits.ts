/** Pause before a block that could not be stored for now is tried again: room is made by people, and a try costs little. */
export const stallRetryMs = 1000;

/** Transactions a millisecond from which on a block waits for more of them: at 1,000 a second each block holds ten without it. */
export const gatherTxPerMs = 1;

/** Milliseconds after which it looks again whether they still come. */
export const gatherStepMs = 3;

/** Milliseconds after the last proposal at which it waits no longer: half of it is what a transaction waits more, on a busy chain only. */
export const gatheringMsMax = 28;
