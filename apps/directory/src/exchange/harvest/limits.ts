/** Data sets of one page of a CKAN portal. */
export const ckanPageRows = 100;

/** One page of another catalogue. */
export const pageBytesMax = 4 * 1024 * 1024;

/** Statements of one page; a data set has about forty. */
export const pageQuadsMax = 100_000;

/** Objects inside objects of a JSON answer. */
export const jsonDepthMax = 40;

/** Data sets that are taken of one page of a DCAT catalogue. */
export const pageDatasetsMax = 1_000;

/** Pages of one run: what is left is for the next one. */
export const pagesMax = 2_000;

export const pageTimeoutMs = 60_000;

/** Data sets of one source: as many as the city has. */
export const datasetsMax = 500_000;

/** Items of a draft; the contract takes 300. */
export const itemsMax = 300;
