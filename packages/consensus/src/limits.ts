/** Pause before a block that could not be stored for now is tried again: room is made by people, and a try costs little. */
export const stallRetryMs = 1000;
