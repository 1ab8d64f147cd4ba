/** Binding files of one folder: ChainMaker's networks have tens of nodes. */
export const bindingsMax = 1_000;

/** Bytes of a binding file: a certificate of a few kB, keys and ids. */
export const bindingFileBytesMax = 64 * 1024;

/** Pause between two looks at the engine for metrics, readiness and status. */
export const engineWatchMs = 1_000;

/** Pause between two looks at the node's certificate files. A change is taken at the second look that finds it. */
export const identityWatchMs = 1_000;

/** Pause between two looks at whether a new engine key is in force: a block or two after its binding. */
export const rotationLookMs = 200;

/** First and longest wait of an engine without a peer before it is started again; doubled each time. Peers that start together find each other sooner. */
export const lonelyMsMin = 20_000;
export const lonelyMsMax = 600_000;
