/** Bytes of one HTTP body or WebSocket message: as go-ethereum, some hundred usual calls or one deployment. */
export const requestBytesMax = 5 * 1024 * 1024;

/** Calls of one batch. Each takes its turn with the rest of the node, so a batch delays nobody but its sender. */
export const batchCallsMax = 100;

/** Bytes of a batch's answers together. */
export const responseBytesMax = 25 * 1024 * 1024;

/** HTTP connections at a time: a developer's tools; each may hold one body. */
export const connectionsMax = 200;

/** WebSocket connections at a time, among the ones above. */
export const socketsMax = 100;

/** Subscriptions of one WebSocket. */
export const subscriptionsPerSocketMax = 100;

/** Bytes that wait for a WebSocket's reader. One that falls further behind is cut off. */
export const socketBacklogBytesMax = 8 * 1024 * 1024;

/** Calls of one WebSocket that wait for their turn; more close it. */
export const socketQueueMax = 200;

/** Bytes of these calls, on one WebSocket: one of the largest, and some hundred usual ones behind it. */
export const socketQueueBytesMax = 8 * 1024 * 1024;

/** Bytes of the calls that wait on all WebSockets together: what a node can spare for tools. */
export const socketsQueueBytesMax = 64 * 1024 * 1024;

/** Milliseconds for a request to arrive whole. */
export const requestTimeoutMs = 30_000;

/** Blocks that one log query may span, and that a filter tells about at a time. */
export const logRangeBlocksMax = 10_000;

/** Logs of one answer, as most providers of Ethereum nodes have it. */
export const logsMax = 10_000;

/** Blocks that a log query reads before others get their turn. */
export const logBlocksPerTurn = 50;

/** Addresses, and alternatives of one topic, in a log filter. */
export const filterAlternativesMax = 1000;

/** Installed filters. Each is a few numbers and its conditions. */
export const filtersMax = 1000;

/** Milliseconds after which a filter that nobody asked about is forgotten: as in go-ethereum. */
export const filterIdleMsMax = 300_000;

/** Hashes of the last sent transactions that pending filters can tell about. */
export const recentHashesMax = 4096;

/** Decoded blocks that are kept: clients look at the newest again and again. */
export const blockCacheCountMax = 64;

/** Bytes of these blocks as they lie in the log; decoded they take about three times as much. A larger one is not kept. */
export const blockCacheBytesMax = 32 * 1024 * 1024;

/** Blocks of one fee history: as in go-ethereum. */
export const feeHistoryBlocksMax = 1024;

/** Percentiles of one fee history. */
export const feePercentilesMax = 100;

/** Transactions of one address that wait for an earlier nonce: how far a tool may run ahead of itself. */
export const queuedPerSenderMax = 64;

/** Transactions of all addresses that wait for an earlier nonce; 128 KiB each at most. */
export const queuedMax = 1024;

/** Milliseconds that a transaction waits for an earlier nonce. */
export const queuedMsMax = 600_000;

/** Milliseconds between looks for transactions that the pool has dropped. */
export const sweepIntervalMs = 5_000;

/** From here on evm_setIntervalMining takes a number for Hardhat's milliseconds, below it for Anvil's seconds. */
export const leastIntervalMs = 1000;

/** Rows of the state that one call may ask to see otherwise: a token's holders, not a whole state. */
export const overriddenRowsMax = 10_000;

/** Blocks of one eth_simulateV1: as in go-ethereum. */
export const simulatedBlocksMax = 256;

/** Calls of one eth_simulateV1. Each takes its turn with the rest of the node. */
export const simulatedCallsMax = 1000;

/** Slots that the instructions of one trace tell, all together: each SLOAD and SSTORE repeats those before it, so 1,000 tell half a million. */
export const tracedSlotsMax = 200_000;
