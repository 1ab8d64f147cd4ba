/** Name under which a development chain's own transactions and rows go; no contract can have it. */
export const devContract = "dev-controls";
