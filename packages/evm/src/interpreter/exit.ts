/** Why `runFrame` came back. */
export type Exit = 0 | 1 | 2 | 3 | 4;

/** Only inside the interpreter: go on with the next instruction. */
export const exitNone = 0;
/** STOP, RETURN or SELFDESTRUCT; the output is set. */
export const exitReturned = 1;
/** REVERT; the output is set. */
export const exitReverted = 2;
/** An exceptional halt; the fault is set and the gas is gone. */
export const exitFaulted = 3;
/** It waits for `frame.request`. */
export const exitWaiting = 4;
