/** ChainMaker's store says this of a key that is not there. */
export const valueNotFound = "value not found";

/** ChainMaker's store says these of what was moved to an archive; rpc turns them into codes 41 and 40. Spec: rpc.md §7. */
export const archivedBlock = "archived block";
export const archivedTransaction = "archived transaction";
