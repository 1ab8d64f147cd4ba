/** Entries of one comma list of names or hashes: each costs a look-up and a recorded read, and a parameter has room for millions. */
export const listEntriesMax = 10_000;
