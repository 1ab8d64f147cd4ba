import { type BinaryString, equalBytes } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import { checkTxHeader, type Identity } from "@yanta/identity";
import { scanOwnBlockInfo, type TxView } from "@yanta/protocol";
import type { BlockCommit, BlockRecord, Ledger, LedgerRevert } from "@yanta/storage";
import { isTimely } from "./admission/timestamp-window.ts";
import { nextBlockTimestamp } from "./block/block-time.ts";
import { adoptBlocks } from "./block/adopt-blocks.ts";
import { buildBlock } from "./block/build-block.ts";
import type { BlockSigner } from "./block/block-signer.ts";
import { findCommitted } from "./block/find-committed.ts";
import { accessContracts, type ChainHead, type ChainRules, loadHead, loadRules, rulesOf } from "./block/chain-head.ts";
import { blockBytesOf, commitWithExtraData, type PreparedBlock, valueWritten } from "./block/prepared-block.ts";
import { verifyBlock } from "./block/verify-block.ts";
import type { ChainClock, CoreOptions } from "./core-options.ts";
import { CommitWaiters } from "./commit-waiters.ts";
import { isDevChain } from "./dev/dev-flag.ts";
import { encodeForkConfig, forkedAt, type ForkPoint } from "./dev/fork.ts";
import { chainErrors } from "./errors.ts";
import { Listeners } from "./listeners.ts";
import { ContractCache, contractManager } from "./execution/contract-cache.ts";
import type { DroppedTx } from "./execution/execute-block.ts";
import type { BlockEnvironment } from "./execution/tx-context.ts";
import type { BlockVerdict, CommittedBlock, EngineTime, Intake, Proposal, TxRefusal, TxSource } from "./interface.ts";
import { blockIntervalMsDefault, blockSizeBytesMax, blockTxBytesMax, blockTxCapacityDefault } from "./limits.ts";
import { type TraceOptions, type TransactionTrace, traceTransaction } from "./trace/trace-transaction.ts";
import { classifyTx } from "./mempool/classify-tx.ts";
import { Mempool } from "./mempool/mempool.ts";
import { poolRefusal } from "./mempool/pool-refusal.ts";

/** The state of one running chain: its head, its rules, its pool, and the one way in which they change, `commit`. */
export class ChainCore {
  readonly ledger: Ledger & Partial<LedgerRevert>;
  readonly pool: Mempool;
  readonly clock: ChainClock;
  readonly intake: Intake = { countMax: Number.POSITIVE_INFINITY, txBytesMax: Number.POSITIVE_INFINITY };
  readonly waiters = new CommitWaiters();
  readonly #options: CoreOptions;
  readonly #contracts: ContractCache;
  readonly #prepared = new WeakMap<Proposal, PreparedBlock>();
  readonly #blocks = this.#listeners<[block: CommittedBlock]>("block listener");
  readonly #arrivals = this.#listeners<[]>("transaction listener");
  readonly #reverts = this.#listeners<[height: bigint]>("revert listener");
  readonly #admissions = this.#listeners<[tx: TxView, source: TxSource]>("admission listener");
  #isDevChain: boolean;
  #isForking = false;
  #head: ChainHead;
  #rules: ChainRules;
  /** Why the last block could not be stored; nothing enters the pool until one can. */
  #stall: string | undefined;

  /** Errors: CHAIN_STATE_DAMAGED, CHAIN_CONFIG_INVALID. The ledger holds at least the genesis block. */
  constructor(options: CoreOptions) {
    this.#options = options;
    this.ledger = options.ledger;
    this.clock = options.clock;
    this.pool = new Mempool(options.poolLimits);
    this.#contracts = new ContractCache(options.ledger);
    this.#head = loadHead(options.ledger);
    this.#rules = loadRules(options.ledger, 0);
    this.#isDevChain = isDevChain(options.ledger);
    this.#forkIfDue();
  }

  get isDevChain(): boolean {
    return this.#isDevChain;
  }

  /** The fork whose first block is the next one. */
  get dueFork(): ForkPoint | undefined {
    const { fork } = this.#options;
    return this.#isForking ? fork : undefined;
  }

  get head(): ChainHead {
    return this.#head;
  }

  get rules(): ChainRules {
    return this.#rules;
  }

  get blockCapacity(): number {
    return this.#rules.config.block?.blockTxCapacity || blockTxCapacityDefault;
  }

  get blockIntervalMs(): number {
    return this.#rules.config.block?.blockInterval || blockIntervalMsDefault;
  }

  /** What a transaction of a block at a height and time runs in. */
  environmentAt(height: bigint, timestamp: bigint): BlockEnvironment {
    const { config, blockVersion, accessControl } = this.#rules;
    const { hooks, runner, addressOf } = this.#options;
    return {
      blockVersion,
      height,
      isDevChain: this.#isDevChain,
      forkConfig: this.dueFork && encodeForkConfig(this.dueFork),
      timestamp,
      config,
      accessControl,
      ledger: this.ledger,
      contracts: this.#contracts,
      runner,
      addressOf: (identity) => addressOf(config, identity),
      tracer: hooks.tracer,
      trace: (txId, contract, text) => hooks.onTrace?.(txId, contract, text),
      onFault: (txId, error) => hooks.onFault?.(`tx ${txId}`, error),
    };
  }

  /** What a query runs in. */
  headEnvironment(): BlockEnvironment {
    return this.environmentAt(this.#head.height, this.#head.timestamp);
  }

  /** Runs a past transaction again and tells all that it did, as a tree. */
  trace(txId: string, options: TraceOptions = {}): TransactionTrace {
    const environment = this.headEnvironment();
    const addressOf = ({ config }: ChainRules, sender: Identity): string => this.#options.addressOf(config, sender);
    return traceTransaction({ ...options, ledger: this.ledger, txId, environment, addressOf });
  }

  /** Puts a validated transaction into the pool. Spec: rpc.md §8. */
  admit(tx: TxView, source: TxSource = "client"): TxRefusal | undefined {
    const text = this.#poolFault(tx, source);
    if (text !== undefined) return poolRefusal(tx, text);
    this.#admissions.notify(tx, source);
    const { queuedCount } = this.pool;
    if (queuedCount === 1 || queuedCount === this.blockCapacity || this.pool.hasConfigTx) this.#arrivals.notify();
    return undefined;
  }

  /**
   * What a full pool answers to a client's transaction that is well formed, before anybody checks its signature: that is the dear
   * part, and blocks need the time. Undefined while there is room. Spec: rpc.md §8 (texts); the order is ours.
   */
  refuseIfFull(tx: TxView): TxRefusal | undefined {
    if (!this.#isBeyondIntake(tx) && !this.pool.isFullFor(tx)) return undefined;
    if (checkTxHeader(tx, this.#rules.config.chainId) !== undefined) return undefined;
    // Cannot let it in: there is no room.
    const text = this.#poolFault(tx, "client");
    return text === undefined ? undefined : poolRefusal(tx, text);
  }

  /** Builds the next block of waiting transactions, of at most `sizeBytesMax` without rwsets; undefined when none is good. */
  propose(unixSeconds: bigint, sizeBytesMax = blockSizeBytesMax): Proposal | undefined {
    const { signer } = this.#options;
    if (signer === undefined) return undefined;
    const timestamp = nextBlockTimestamp(this.#head, unixSeconds);
    const bytesMax = Math.min(blockTxBytesMax, sizeBytesMax);
    let countMax = this.blockCapacity;
    for (;;) {
      const entries = this.pool.take({ countMax, bytesMax });
      if (entries.length === 0) {
        // No block is left to find out whether storing works again: the next transaction may.
        this.#stall = undefined;
        return undefined;
      }
      const block = this.#build(entries, timestamp, signer);
      if (block === undefined) continue;
      const isTooBig = sizeBytesMax < blockSizeBytesMax && blockBytesOf(block).length > sizeBytesMax;
      if (!isTooBig) return this.#prepare(block);
      const txIds = block.txs.map(({ tx }) => tx.txId);
      if (txIds.length === 1)
        this.#giveUp(txIds.map((txId) => ({ txId, reason: `no block of ${sizeBytesMax} bytes can hold it` })));
      else this.pool.giveBack(txIds);
      countMax = Math.max(1, Math.floor(txIds.length / 2));
    }
  }

  /** Builds a block without transactions. The chain is a development chain and has a signer. */
  proposeEmpty(unixSeconds: bigint): Proposal {
    const { signer } = this.#options;
    const timestamp = nextBlockTimestamp(this.#head, unixSeconds);
    const block = this.isDevChain && signer !== undefined ? this.#build([], timestamp, signer) : undefined;
    if (block === undefined) throw chainErrors.create("CHAIN_NOT_FOR_DEVELOPMENT");
    return this.#prepare(block);
  }

  /**
   * Removes all blocks above a height for good, on a development chain. No commit may be under way. What waits in the pool is dropped.
   * Errors: CHAIN_NOT_FOR_DEVELOPMENT, those of storage.
   */
  async revertTo(height: bigint): Promise<void> {
    const { ledger } = this;
    if (!this.isDevChain || ledger.revertTo === undefined || height < (forkedAt(ledger) ?? 0n))
      throw chainErrors.create("CHAIN_NOT_FOR_DEVELOPMENT");
    const changed = await ledger.revertTo(height);
    this.#head = loadHead(ledger);
    this.#rowsChanged(changed);
    this.pool.clear();
    this.waiters.fail((txId) => chainErrors.create("CHAIN_WENT_BACK", { txId, height }));
    this.#reverts.notify(height);
  }

  /**
   * Stores blocks that were checked elsewhere, and goes on from the last. Who waits for a transaction is answered when a block has it; what
   * is in none is dropped. Listeners are told of the last block. Errors: those of storage.
   */
  async adopt(records: Iterable<BlockRecord>): Promise<void> {
    let last: BlockCommit | undefined;
    try {
      last = await adoptBlocks(this.ledger, records);
    } finally {
      this.#head = loadHead(this.ledger);
      this.#contracts.clear();
      this.#rules = loadRules(this.ledger, this.#rules.revision + 1);
      this.pool.clear();
      this.waiters.settleFound((txId) => findCommitted(this.ledger, txId));
      const reason = "the node took the chain over from others";
      this.waiters.fail((txId) => chainErrors.create("CHAIN_TX_DROPPED", { txId, reason }));
    }
    if (last === undefined) return;
    const { record, txs } = last;
    const { header } = scanOwnBlockInfo(record.blockInfoBytes);
    this.#blocks.notify({ header, record, txIds: txs.map(({ txId }) => txId) });
  }

  /** Takes transactions that wait out of the pool; those who wait for them are told. */
  drop(txIds: readonly string[]): void {
    this.#giveUp(txIds.map((txId) => ({ txId, reason: "the node was told to" })));
  }

  #giveUp(dropped: readonly DroppedTx[]): void {
    if (dropped.length === 0) return;
    this.pool.remove(dropped.map(({ txId }) => txId));
    const reasons = new Map(dropped.map(({ txId, reason }) => [txId, reason]));
    this.waiters.fail((txId) => {
      const reason = reasons.get(txId);
      return reason === undefined ? undefined : chainErrors.create("CHAIN_TX_DROPPED", { txId, reason });
    });
  }

  /** Gives up a proposal: its transactions wait again. */
  discard(proposal: Proposal): void {
    const block = this.#prepared.get(proposal);
    this.#prepared.delete(proposal);
    if (block !== undefined) this.pool.giveBack(block.txs.map(({ tx }) => tx.txId));
  }

  /** Re-executes a block that another node built. */
  verify(blockInfoBytes: Uint8Array, engineTime?: EngineTime): BlockVerdict {
    const verification = verifyBlock({
      blockInfoBytes,
      engineTime,
      rules: this.#rules,
      head: this.#head,
      mayBeEmpty: this.isDevChain,
      ledger: this.ledger,
      environmentAt: (height, timestamp) => this.environmentAt(height, timestamp),
      poolEntry: (txId) => this.pool.entry(txId),
    });
    return verification.kind === "valid"
      ? { kind: "valid", proposal: this.#prepare(verification.block) }
      : verification;
  }

  /** The proposal's block as other nodes verify it. Errors: CHAIN_PROPOSAL_STALE. */
  blockBytes(proposal: Proposal): Uint8Array {
    return blockBytesOf(this.#preparedBlock(proposal));
  }

  /** The value of a key after the proposal's block. Errors: CHAIN_PROPOSAL_STALE. */
  stateAfter(proposal: Proposal, contract: string, key: BinaryString): Uint8Array | undefined {
    const written = valueWritten(this.#preparedBlock(proposal), contract, key);
    if (written === undefined) return this.ledger.getState(contract, key);
    return written.length === 0 ? undefined : written;
  }

  /** Makes a block durable, then visible: rules, pool, waiters, listeners, in this order. Errors: CHAIN_PROPOSAL_STALE, those of storage. */
  async commit(proposal: Proposal, extraData?: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const prepared = this.#preparedBlock(proposal);
    const commit = extraData === undefined ? prepared.commit : commitWithExtraData(prepared, extraData);
    const block: PreparedBlock = { ...prepared, commit };
    try {
      await this.ledger.commit(commit);
    } catch (error) {
      this.discard(proposal);
      this.#stall = error instanceof CodedError ? error.code : "unexpected fault";
      throw error;
    }
    this.#stall = undefined;
    this.#prepared.delete(proposal);
    this.#advance(block);
  }

  /** Called after each durable block. Returns the function that removes the listener. */
  onBlock(listener: (block: CommittedBlock) => void): () => void {
    return this.#blocks.add(listener);
  }

  onTransactions(listener: () => void): () => void {
    return this.#arrivals.add(listener);
  }

  /** Called for each transaction that enters the pool. */
  onAdmit(listener: (tx: TxView, source: TxSource) => void): () => void {
    return this.#admissions.add(listener);
  }

  /** Called after blocks were removed, with the height that is left. */
  onRevert(listener: (height: bigint) => void): () => void {
    return this.#reverts.add(listener);
  }

  #preparedBlock(proposal: Proposal): PreparedBlock {
    const block = this.#prepared.get(proposal);
    // Not by its height alone: a chain that went back has another block there.
    if (block !== undefined && equalBytes(block.header.preBlockHash, this.#head.blockHash)) return block;
    throw chainErrors.create("CHAIN_PROPOSAL_STALE", { height: proposal.height, lastHeight: this.#head.height });
  }

  #poolFault(tx: TxView, source: TxSource): string | undefined {
    if (this.#stall !== undefined) return `blocks cannot be stored (${this.#stall})`;
    if (!isTimely(tx.payload, this.#rules.config, [this.clock.unixSeconds(), this.#machineSeconds]))
      return "TxTimestamp error";
    if (this.ledger.getTxLocation(tx.txId) !== undefined) return "TxId exist in DB";
    if (source === "client" && this.#isBeyondIntake(tx)) return "TxPool is full";
    const isTooLarge = source === "client" && tx.toRequestBytes().length > this.intake.txBytesMax;
    if (isTooLarge) return `the transaction is larger than ${this.intake.txBytesMax} bytes`;
    return this.pool.add(tx, this.#rules.revision);
  }

  #isBeyondIntake(tx: TxView): boolean {
    return this.pool.commonCount >= this.intake.countMax && classifyTx(tx.payload) === "common";
  }

  get #machineSeconds(): bigint | undefined {
    return this.#isDevChain ? this.clock.machineSeconds?.() : undefined;
  }

  #build(entries: ReturnType<Mempool["take"]>, timestamp: bigint, signer: BlockSigner): PreparedBlock | undefined {
    const deadlineMs = this.clock.monotonicMs() + this.#options.proposalTimeMsMax;
    try {
      const { block, dropped, left } = buildBlock({
        rules: this.#rules,
        head: this.#head,
        environment: this.environmentAt(this.#head.height + 1n, timestamp),
        signer,
        entries,
        mayContinue: () => this.clock.monotonicMs() < deadlineMs,
        isTimely: (payload) => isTimely(payload, this.#rules.config, [timestamp, this.#machineSeconds]),
        mayBeEmpty: entries.length === 0,
      });
      this.#giveUp(dropped);
      this.pool.giveBack(left);
      return block;
    } catch (error) {
      this.pool.giveBack(entries.map(({ tx }) => tx.txId));
      throw error;
    }
  }

  #prepare(block: PreparedBlock): Proposal {
    const proposal: Proposal = { height: block.height, blockHash: block.blockHash, txCount: block.txCount };
    this.#prepared.set(proposal, block);
    return proposal;
  }

  /** From the last block of the other chain on, the fork's rules hold. */
  #forkIfDue(): void {
    const { fork } = this.#options;
    this.#isForking = this.#head.height === fork?.height;
    if (fork === undefined || !this.#isForking) return;
    this.#isDevChain = true;
    this.#rules = rulesOf(fork.config, this.ledger, this.#rules.revision + 1);
  }

  /** Contracts and rules are read again when their rows are others. */
  #rowsChanged(contracts: ReadonlySet<string>): void {
    if (contracts.has(contractManager)) this.#contracts.clear();
    if ([...accessContracts].some((contract) => contracts.has(contract)))
      this.#rules = loadRules(this.ledger, this.#rules.revision + 1);
  }

  #advance(block: PreparedBlock): void {
    const { commit, header } = block;
    this.#head = {
      height: block.height,
      blockHash: block.blockHash,
      timestamp: header.blockTimestamp,
      lastConfigHeight: commit.isConfigBlock ? block.height : this.#head.lastConfigHeight,
    };
    this.#rowsChanged(new Set(commit.txs.flatMap(({ writes }) => writes.map(({ contract }) => contract))));
    if (this.#options.fork !== undefined) this.#forkIfDue();
    this.pool.remove(commit.txs.map(({ txId }) => txId));
    this.waiters.settle(block);
    this.#blocks.notify({ header, record: commit.record, txIds: commit.txs.map(({ txId }) => txId) });
  }

  #listeners<Arguments extends readonly unknown[]>(subject: string): Listeners<Arguments> {
    return new Listeners((error) => this.#options.hooks.onFault?.(subject, error));
  }
}
