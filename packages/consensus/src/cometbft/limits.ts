/** Bytes of one ABCI message: an engine block is at most 100 MB, a request carries one and a few kB. */
export const frameBytesMax = 128 * 1024 * 1024;

/** Requests of one connection that wait for their answer before the socket is paused: the engine's own queue holds 256. */
export const requestQueueMax = 1_024;

/** Bytes of one connection's requests that wait for their answer before the socket is paused: the largest message, and the next one. */
export const requestBytesMax = 256 * 1024 * 1024;

/** ABCI connections: an engine opens four; more are somebody else. */
export const connectionsMax = 8;

/** Proposals of one height that stay verified: each may hold a block of 100 MB and its writes; rounds beyond are verified again. */
export const proposalsKeptMax = 4;

/** Transactions of one batch: a peer's batch is checked in one go on the thread that builds blocks, 100 µs a transaction. */
export const batchTxCountMax = 200;

/** Bytes after which a batch is sent without waiting for more; one larger transaction travels alone. */
export const batchBytesTarget = 256 * 1024;

/** Batches whose transaction ids are remembered for rechecks: twice what the engine's mempool holds. */
export const batchesRememberedMax = 10_000;

/**
 * Bytes in the engine's mempool that bring no waiting transaction: those committed while their batch was on its way, and what was sent again. An
 * eighth of the mempool; honest batches leave it with the next block.
 */
export const spareBatchBytesMax = 16 * 1024 * 1024;

/** Milliseconds in which transactions gather before they are sent as one batch: a round of votes takes longer, a signature of ours shorter. */
export const batchDelayMs = 5;

/** Batches on their way to the engine at a time: one is checked while the next is encoded. */
export const batchesInFlightMax = 4;

/** Pause before a batch is sent again that the engine had no room for, or while it does not answer. */
export const broadcastRetryMs = 500;

/** Milliseconds without a block, while transactions wait, after which the oldest are sent once more: a peer whose mempool was full forgot them. */
export const rebroadcastAfterMs = 5_000;

/** Seconds of work that may wait: what a client that is let in waits for its block when the network is busy, and half as much again. */
export const intakeSeconds = 1;

/** Weight of the last block in the measured rate: a change of load shows within ten blocks. */
export const rateWeight = 0.2;

/** Seconds that a proposal's timestamp may lie before the engine's last decision or after this node's clock. */
export const blockTimeToleranceSeconds = 30n;

/** Milliseconds for which a proposal speaks against this node's clock: a clock that was set is trusted again within a minute. */
export const clockWatchMs = 60_000;

/** Milliseconds that a commit waits for the engine to tell the block's certificate; without one the block is stored all the same. */
export const certificateTimeoutMs = 250;

/** Bytes that an engine transaction needs besides its content: kind, protobuf tag and length. */
export const engineTxOverheadBytes = 16;

/** Engine blocks that are kept at least, whatever is asked for: newcomers check a snapshot by the blocks around it, and catch up from there. */
export const engineBlocksKeptMin = 1_000n;

/** Engine heights between two prunings: each asks the ledger for the snapshots on offer. */
export const pruneIntervalBlocks = 100n;

/** Engine blocks that go in one pruning: some tens of milliseconds within a commit, and several times what comes meanwhile. */
export const pruneStepBlocks = 1_000n;

/** Engines without a binding that are told of: enough to see who it is. */
export const unboundPeersToldMax = 32;

/** Bytes of a chunk of a snapshot: the engine's messages hold 16 MB. */
export const chunkBytesMax = 8 * 1024 * 1024;

/** Bytes of blocks that travel together: some hundred blocks of usual size, read and sent in some tens of milliseconds. */
export const chunkBytesTarget = 2 * 1024 * 1024;

/** Chunks of a snapshot: 800 GB of blocks. */
export const snapshotChunksMax = 100_000;

/** Bytes of one block with its rwsets in a snapshot: what decoders take (256 MB). */
export const snapshotFrameBytesMax = 256 * 1024 * 1024;

/** Blocks between snapshots that all nodes have in common. */
export const snapshotIntervalBlocks = 1_000n;

/** Blocks that are laid out at a time: a few milliseconds. */
export const layoutSliceBlocks = 50;

/** Pause after which blocks that came meanwhile are laid out. */
export const layoutIntervalMs = 1_000;

/** Pause between slices: most of the thread stays with the running chain. */
export const layoutPauseMs = 20;
