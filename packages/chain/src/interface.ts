import type { BinaryString } from "@yanta/bytes";
import type { AccessControl } from "@yanta/identity";
import type { BlockHeader, ChainConfig, Result, TxResponse, TxStatusCode, TxView } from "@yanta/protocol";
import type { BlockRecord, LedgerReader, StateWrite } from "@yanta/storage";
import type { CallOutcome } from "@yanta/vm";
import type { ExecutionTrace, TraceOptions, TransactionTrace } from "./trace/trace-transaction.ts";
import type { Simulation } from "./ethereum/simulate-message.ts";

/** A coded answer that refuses; `message` is ChainMaker's text. */
export interface TxRefusal {
  readonly code: TxStatusCode;
  readonly message: string;
}

/** A transaction in a durable block. */
export interface CommittedTx {
  readonly height: bigint;
  readonly index: number;
  readonly blockTimestamp: bigint;
  readonly result: Result;
}

/** A durable block as listeners get it. */
export interface CommittedBlock {
  readonly header: BlockHeader;
  readonly record: BlockRecord;
  readonly txIds: readonly string[];
}

/** First and last height of a subscription as sent, inclusive (-1 = open). */
export interface SubscriptionRange {
  readonly start: bigint;
  readonly end: bigint;
}

/**
 * What a subscription request came to. `data` yields the bytes of `SubscribeResult.data` one by one and ends when the
 * range is done or the signal aborts; it throws CHAIN_SUBSCRIPTION_INTERRUPTED (detail `reason` = ChainMaker's text,
 * gRPC status Internal) when history cannot be read.
 */
export type Subscription =
  | { readonly kind: "stream"; readonly data: AsyncIterable<Uint8Array> }
  | { readonly kind: "refused"; readonly status: "InvalidArgument" | "Internal" | "Unknown"; readonly message: string };

export type PoolTxType = "config" | "common";
export type PoolTxStage = "queue" | "pending";

export interface PoolView {
  status(): {
    readonly configCapacity: number;
    readonly commonCapacity: number;
    readonly configQueued: number;
    readonly configPending: number;
    readonly commonQueued: number;
    readonly commonPending: number;
  };
  txIds(types: ReadonlySet<PoolTxType>, stages: ReadonlySet<PoolTxStage>): string[];
  find(txId: string): TxView | undefined;
}

/** Who brought a transaction: a client of this node, or another node whose client it was. */
export type TxSource = "client" | "peer";

/** One chain as rpc, dev tools and the node see it. */
export interface Chain {
  readonly chainId: string;
  readonly config: ChainConfig;
  readonly accessControl: AccessControl;
  readonly ledger: LedgerReader;
  readonly pool: PoolView;

  /**
   * Validation of rpc.md §5; undefined = valid. The text carries all of ChainMaker's prefixes. Of the pool only that it is full: a
   * well-formed INVOKE_CONTRACT transaction is then refused before its signature is checked.
   */
  validate(tx: TxView): TxRefusal | undefined;
  /** Pool admission of a validated INVOKE_CONTRACT transaction, of a client unless told otherwise. */
  admit(tx: TxView, source?: TxSource): TxRefusal | undefined;
  /** Resolves when the transaction is durable. Register before `admit`. Rejects with the signal's reason; CHAIN_TX_DROPPED when it will be in no block of this node's. */
  waitForCommit(txId: string, signal: AbortSignal): Promise<CommittedTx>;
  /** Runs a validated QUERY_CONTRACT transaction on the last committed state (rpc.md §7). */
  query(tx: TxView): TxResponse;
  /** Tries an Ethereum message out on the state at the end of a block, the last one when absent; nothing is kept. */
  simulate(simulation: Simulation, height?: bigint): CallOutcome;
  /** The same, with all that the message did, as a tree. */
  traceMessage(simulation: Simulation, height?: bigint, options?: TraceOptions): ExecutionTrace;
  /** Runs a past transaction again and tells all that it did, as a tree. */
  trace(txId: string, options?: TraceOptions): TransactionTrace;
  /** Runs a validated ARCHIVE transaction (rpc.md §10). */
  archive(tx: TxView): Promise<TxResponse>;
  /** Opens the stream that a validated SUBSCRIBE transaction asks for (rpc.md §9). An unknown method gives an empty stream. */
  subscribe(tx: TxView, signal: AbortSignal): Subscription;
  /** Called after each durable block, in order. Returns the function that removes the listener. */
  onBlock(listener: (block: CommittedBlock) => void): () => void;
  /** True when the chain's genesis makes it a development chain (docs/adr/0011). */
  readonly isDevChain: boolean;
  /** Called after blocks were removed, with the height that is left; only on a development chain. */
  onRevert(listener: (height: bigint) => void): () => void;
  /** Called for each transaction that entered the pool by `admit`. Returns the function that removes the listener. */
  onAdmit(listener: (tx: TxView, source: TxSource) => void): () => void;
}

/** A block that can be committed: built here, or received and found good. */
export interface Proposal {
  readonly height: bigint;
  readonly blockHash: Uint8Array;
  readonly txCount: number;
}

/** Bounds for what clients bring; the pool's own hold for everybody. */
export interface Intake {
  /** Common transactions that may wait before clients are refused: what the engine can commit in good time. */
  countMax: number;
  /** Bytes of one transaction, M(TxRequest), that the engine can carry to the other nodes. */
  txBytesMax: number;
}

/** What a consensus engine drives: building and committing blocks. The engine never looks into a block. */
export interface BlockProducer {
  readonly lastHeight: bigint;
  /** Transactions that wait to be proposed. */
  readonly pendingCount: number;
  /** Transactions one block may hold (block_tx_capacity). */
  readonly blockCapacity: number;
  /** Milliseconds between proposals (block_interval). */
  readonly blockIntervalMs: number;
  /** What clients may bring. Engines narrow it. */
  readonly intake: Intake;
  /**
   * Takes waiting transactions, executes them and signs the block; undefined when there is nothing to propose. `blockBytes` of the proposal
   * are at most `sizeBytesMax`; a transaction that does not fit even alone leaves the pool.
   */
  propose(unixSeconds: bigint, sizeBytesMax?: number): Proposal | undefined;
  /** M(common.BlockInfo) of a proposal without rwsets and additional data: what other nodes verify. Errors: CHAIN_PROPOSAL_STALE. */
  blockBytes(proposal: Proposal): Uint8Array;
  /** The value of a key as it is after the proposal's block; undefined when absent. Errors: CHAIN_PROPOSAL_STALE. */
  stateAfter(proposal: Proposal, contract: string, key: BinaryString): Uint8Array | undefined;
  /** Gives up a proposal that was not committed: its transactions wait again. */
  discard(proposal: Proposal): void;
  /**
   * Makes a proposed or verified block durable and visible. When it fails, nothing was committed and the transactions
   * wait again. `extraData` goes into the stored block's additional_data, which no hash covers. Errors: CHAIN_PROPOSAL_STALE, those of storage.
   */
  commit(proposal: Proposal, extraData?: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /**
   * Stores the next blocks as they are, which the caller has checked against a hash that it trusts: nothing is executed. The chain goes on from the last
   * one, of which listeners are told; what waits in the pool leaves it, who waits for it is answered or told. When it fails, blocks up to some point are stored. Errors: those of storage.
   */
  adopt(records: Iterable<BlockRecord>): Promise<void>;
  /** Calls back whenever a transaction enters an empty pool or fills a block, and for config transactions. */
  onTransactions(listener: () => void): () => void;
}

export type BlockFaultKind =
  | "malformed"
  | "wrong-position"
  | "wrong-header"
  | "wrong-time"
  | "wrong-hash"
  | "wrong-proposer"
  | "wrong-transactions"
  | "wrong-graph"
  | "wrong-execution";

/** Why a received block is refused. */
export interface BlockFault {
  readonly kind: BlockFaultKind;
  /** For logs, in English. */
  readonly message: string;
}

export type BlockVerdict =
  | { readonly kind: "valid"; readonly proposal: Proposal }
  | { readonly kind: "invalid"; readonly fault: BlockFault };

/** A consensus engine's time while it decides on a block. */
export interface EngineTime {
  readonly unixSeconds: bigint;
  /** How far from it the block's timestamp may lie, in both directions. */
  readonly toleranceSeconds: bigint;
}

/** Judges blocks that others built. */
export interface BlockVerifier {
  /**
   * Re-executes the next block from its bytes, M(common.BlockInfo) with or without rwsets, and compares everything.
   * Time is the block's own timestamp, never a clock; it may not lie before the parent's. An engine that decides on a new
   * block gives its time, and the timestamp must lie near it: within the tolerance, and within block_timeout where the chain has
   * `block_timestamp_verify`; with `tx_timestamp_verify` each transaction's must lie within tx_timeout of the block's. A block that
   * was decided before (sync, replay) is verified without. Spec: ledger.md §7.3.
   */
  verify(blockInfoBytes: Uint8Array, engineTime?: EngineTime): BlockVerdict;
}

/** What only a development chain can do, for its controls. Nothing of it may run while a block is being committed. */
export interface DevChain {
  /** The first block that cannot be removed: 0, or the first own block of a fork. */
  readonly firstHeight: bigint;
  /** Builds a block without transactions. */
  proposeEmpty(unixSeconds: bigint): Proposal;
  /** Removes all blocks above a height for good; what waits in the pool is dropped. Errors: those of `LedgerRevert`. */
  revertTo(height: bigint): Promise<void>;
  /** Takes transactions that wait out of the pool. */
  drop(txIds: readonly string[]): void;
  /** The whole state, sorted by contract, then by key. */
  listState(): Iterable<StateWrite>;
}
