/** Common transactions that wait or are being proposed. ChainMaker's template (txpool.max_txpool_size). */
export const poolCommonCountMax = 50_000;

/** Config and management transactions that wait. ChainMaker's template (txpool.max_config_txpool_size) has 10, its code 100. */
export const poolConfigCountMax = 100;

/** Bytes of all transactions in the pool: 50,000 of usual size (1.2 kB) four times over; installs of some MB still fit. */
export const poolSizeBytesMax = 256 * 1024 * 1024;

/** Bytes of transactions in one block, well below what storage and the engine take (512 MB): a bigger batch goes into several blocks. */
export const blockTxBytesMax = 96 * 1024 * 1024;

/** Calls that wait for their transaction's block. One a SendRequestSync call; rpc has its own lower limit. */
export const commitWaitersMax = 100_000;

/** Cross-contract calls below the transaction's own. Spec: ledger.md §6.5. */
export const callDepthMax = 5;

/** Gas of one transaction when the chain's gas accounting is off. Spec: ledger.md §6.5. */
export const txGasMax = 10_000_000_000n;

/**
 * Gas of one query. It runs on the thread that builds blocks and anybody on the chain may send it: this keeps it below
 * about half a second, where ChainMaker's limit would allow seconds.
 */
export const queryGasMax = 1_000_000_000n;

/** Parameters of one call. Spec: ledger.md §6.5. */
export const parameterCountMax = 50;

/** Bytes of a parameter's key. Spec: ledger.md §6.5. */
export const parameterKeyBytesMax = 1024;

/** Megabytes of a parameter's value when the configuration names none. Spec: txpool-scheduler.md §2. */
export const parameterSizeMbDefault = 10;

/** Characters of a transaction id. Spec: ledger.md §6.5. */
export const txIdLengthMax = 64;

/** Seconds of the timestamp window when the configuration names none. Spec: rpc.md §3. */
export const txTimeoutSecondsDefault = 600;

/** Seconds that a new block's timestamp may differ when `block_timestamp_verify` is on and the configuration names none. Spec: txpool-scheduler.md §2. */
export const blockTimeoutSecondsDefault = 30;

/** Transactions of a block when the configuration names none; the template's value. */
export const blockTxCapacityDefault = 1000;

/** Milliseconds between proposals when the configuration names none. */
export const blockIntervalMsDefault = 10;

/** Contract records kept parsed: more than any chain's hot set, small (1 kB each). */
export const contractCacheCountMax = 1024;

/** Bytes of contract code kept beside the store: some hundred contracts of 250 kB. */
export const bytecodeCacheBytesMax = 64 * 1024 * 1024;

/** Live subscriptions of one chain. Each costs a cursor and at most one decoded block. */
export const subscriptionsMax = 10_000;

/**
 * Bytes that live subscriptions of one chain hold: the requests they were opened with, and `awaitedTxIdSizeBytes` for each transaction
 * id that one waits for. One request alone may name millions of ids.
 */
export const subscriptionsSizeBytesMax = 64 * 1024 * 1024;

/** What an awaited id costs in a set, beside its text. */
export const awaitedTxIdSizeBytes = 64;

/** Encodings of one block that subscribers share: whole, without rwsets, headers, events of some contracts. Above it each makes its own. */
export const sharedEncodingsMax = 32;

/** Milliseconds of execution after which a proposal takes no further transaction: a reply should not wait longer for its block. ChainMaker has 10 s. */
export const proposalTimeMsMaxDefault = 1000;

/** Bytes of keys and values that one transaction may read and write: an install stores up to 100 MB of code, everything else is far below. */
export const txRwsetBytesMax = 128 * 1024 * 1024;

/** Bytes of a block's transactions and rwsets together: what decoders take (256 MB), less the header and the graph. */
export const blockSizeBytesMax = 240 * 1024 * 1024;

/** Steps of one transaction that a trace notes down: more than a person reads, and a hostile one has thousands of millions. */
export const tracedStepsMax = 100_000;

/** Bytes of a trace in memory, about: what parameters, results, keys, values and stacks take. As JSON it is up to four times as much. */
export const tracedBytesMax = 16 * 1024 * 1024;

/** Bytes of one value in a trace; parameters and results of calls are whole. */
export const tracedValueBytesMax = 1024;

/** Bytes of `contract#key`: the longest that runtimes let through is 2,178 (name 128, key and field 1024 each), and every store takes this. */
export const stateNameBytesMax = 3900;

/**
 * Writes of the block and of the transaction itself that one transaction's iterators may look through when they are opened, all
 * together: about two seconds, as the gas of a transaction. Without it 250,000 writes and 40,000 iterators, which the gas allows, took hours.
 */
export const rangedWritesMax = 2_000_000;

/**
 * Bytes of one transaction's result, message and events: far above what contracts answer. A transaction of a kilobyte that asks CHAIN_QUERY for
 * a block of 100 MB would put these into another block, and with its events one that no node reads again (256 MB).
 */
export const txResultBytesMax = 16 * 1024 * 1024;

/** Bytes of blocks made elsewhere that become durable together: some hundred usual ones, some tens of milliseconds of work. */
export const adoptedBatchBytesTarget = 2 * 1024 * 1024;
