/** Deeds that one query asks for: the contract gives at most 500. */
export const deedsPage = 500;

/** Deeds of one subject that a bundle takes: twenty thousand transactions are what a proof takes. */
export const deedsMax = 20_000;

/** Files of trust roots: as many CAs as a chain of some hundred organisations has. */
export const rootFilesMax = 1_000;

/** Characters of one of them: a bundle of certificates. */
export const rootFileCharactersMax = 1_000_000;
