/** Bytes of one signed transaction: go-ethereum's pool takes no larger one, so no tool makes one. */
export const transactionBytesMax = 128 * 1024;

/** Lists within lists of RLP. A transaction with an access list needs four. */
export const rlpDepthMax = 8;

/** Recovered senders that are remembered: those of pending transactions and of blocks that clients look at. One costs about a millisecond to recover. */
export const recoveredSendersMax = 16_384;
