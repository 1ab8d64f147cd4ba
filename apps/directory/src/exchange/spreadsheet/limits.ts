/** A file of rowsMax rows with long texts has less; the contract takes 500,000 characters at once. */
export const fileBytesMax = 4 * 1024 * 1024;

/** Inflated parts of a workbook, all together: forty times less than what 4 MB can inflate to. */
export const inflatedBytesMax = 48 * 1024 * 1024;

/** Parts of a workbook: sheets, their styles and texts. */
export const partsMax = 400;

/** Rows of one import; the contract takes 500 entries. */
export const rowsMax = 5_000;
export const entriesMax = 500;

/** Columns that are looked at: templates have some 20. */
export const columnsMax = 60;

/** Rows above the titles: the name of the table, who filled it in, when. */
export const headRowsMax = 10;

/** Merged ranges that are looked at: a merge for each column of an entry of two rows. */
export const mergesMax = 40_000;

/** Faults that are told: who sees so many has the wrong file. */
export const faultsMax = 200;

/** Entries of one export: a spreadsheet of more is a matter for the interfaces of programs. */
export const exportedEntriesMax = 1_000;

/** Tables that a service reads or writes at the same time. */
export const tablesAtOnceMax = 3;
