/** Deeds that one query asks for: the contract gives at most 500. */
export const deedsPage = 500;

/** Deeds of one subject that a bundle takes: twenty thousand transactions are what a proof takes. */
export const deedsMax = 20_000;
