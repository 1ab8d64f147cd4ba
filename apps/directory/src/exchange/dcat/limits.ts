/** Entries of one page of the catalogue: half a megabyte. */
export const pageEntriesMax = 100;
