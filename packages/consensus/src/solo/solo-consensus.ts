import { CodedError } from "@yanta/errors";
import { consensusErrors } from "../errors.ts";
import type { BlockProducer, Consensus, Proposal } from "../interface.ts";
import { gatherStepMs, gatherTxPerMs, gatheringMsMax, stallRetryMs } from "../limits.ts";
import type { MiningMode } from "./mining-mode.ts";
import type { SoloTime } from "./solo-time.ts";

export interface SoloOptions {
  readonly producer: BlockProducer;
  readonly time: SoloTime;
  /** Builds blocks without transactions; given on development chains only. */
  readonly proposeEmpty?: (unixSeconds: bigint) => Proposal;
  /** Told once when a block could not be built or stored; the engine has stopped by itself then. */
  readonly onFailure: (error: unknown) => void;
  /** Told each time a block could not be stored for now (the disk is full); it is tried again after `stallRetryMs`. */
  readonly onStall?: (error: CodedError) => void;
}

/** Makes a block of what waits, or an empty one; it is durable when it resolves. */
export type MineBlock = () => Promise<Proposal>;

/** The solo engine with what development chains do to it. */
export interface SoloConsensus extends Consensus {
  readonly kind: "solo";
  readonly mining: MiningMode;
  /** Errors: CONSENSUS_MINING_FIXED. */
  setMining(mode: MiningMode): void;
  /**
   * Runs an action while no block is under way; the engine makes none meanwhile, but the action may. Several take turns, so an
   * action never waits for another one.
   * Errors: CONSENSUS_STOPPED, those of the action.
   */
  betweenBlocks<T>(action: (mine: MineBlock) => Promise<T>): Promise<T>;
}

/**
 * Consensus of one node. It proposes when transactions wait: at once after a pause of at least block_interval or
 * when they fill a block, else when the interval is over; while many come it gathers a little longer. One block at a time.
 *
 * Spec: txpool-scheduler.md §2 (proposer loop; no empty blocks), docs/adr/0011 (mining of development chains).
 */
export function createSoloConsensus(options: SoloOptions): SoloConsensus {
  return new SoloEngine(options);
}

class SoloEngine implements SoloConsensus {
  readonly kind = "solo";
  readonly #options: SoloOptions;
  #mining: MiningMode = { kind: "auto" };
  #isRunning = false;
  #isBusy = false;
  #inFlight: Promise<void> | undefined;
  /** The last action that runs, or is to run, between two blocks; never rejects. */
  #actions: Promise<void> = Promise.resolve();
  #actionCount = 0;
  #cancelTimer: (() => void) | undefined;
  #removeListener: (() => void) | undefined;
  #lastProposalMs = Number.NEGATIVE_INFINITY;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  /** How many transactions the last proposal left waiting. */
  #leftCount = 0;
  /** How many transactions waited when it last looked, and when that was. */
  #looked = { count: 0, ms: Number.NEGATIVE_INFINITY };

  constructor(options: SoloOptions) {
    this.#options = options;
  }

  get mining(): MiningMode {
    return this.#mining;
  }

  setMining(mode: MiningMode): void {
    if (this.#options.proposeEmpty === undefined) throw consensusErrors.create("CONSENSUS_MINING_FIXED");
    this.#mining = mode;
    if (mode.kind === "interval") this.#lastProposalMs = this.#options.time.monotonicMs();
    this.#cancel();
    this.#schedule();
  }

  async start(): Promise<void> {
    if (this.#isRunning) throw consensusErrors.create("CONSENSUS_ALREADY_STARTED");
    this.#isRunning = true;
    this.#removeListener = this.#options.producer.onTransactions(() => this.#schedule());
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#halt();
    await this.#inFlight;
    await this.#actions;
  }

  betweenBlocks<T>(action: (mine: MineBlock) => Promise<T>): Promise<T> {
    const before = this.#actions;
    this.#actionCount++;
    this.#cancel();
    const run = (async (): Promise<T> => {
      await before;
      await this.#inFlight;
      if (!this.#isRunning) throw consensusErrors.create("CONSENSUS_STOPPED");
      return action(() => this.#mineNow());
    })();
    this.#actions = run.then(
      () => this.#actionEnded(),
      () => this.#actionEnded(),
    );
    return run;
  }

  #actionEnded(): void {
    this.#actionCount--;
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#isRunning || this.#isBusy || this.#actionCount > 0) return;
    const dueMs = this.#nextDueMs();
    if (dueMs === undefined) return;
    this.#cancel();
    const delayMs = Math.max(0, dueMs - this.#options.time.monotonicMs());
    this.#cancelTimer = this.#options.time.after(delayMs, () => this.#makeBlock());
  }

  /** When the next block is due on the monotonic clock; undefined while nothing makes one. */
  #nextDueMs(): number | undefined {
    const { producer } = this.#options;
    switch (this.#mining.kind) {
      case "auto": {
        if (producer.pendingCount === 0) return undefined;
        const isFull = producer.pendingCount >= producer.blockCapacity;
        return isFull
          ? this.#notBeforeMs
          : Math.max(this.#notBeforeMs, this.#lastProposalMs + producer.blockIntervalMs);
      }
      case "interval":
        return Math.max(this.#notBeforeMs, this.#lastProposalMs + this.#mining.intervalMs);
      case "manual":
        return undefined;
    }
  }

  #makeBlock(): void {
    this.#cancelTimer = undefined;
    if (!this.#isRunning || this.#isBusy || this.#actionCount > 0) return;
    if (this.#mining.kind === "auto" && this.#gathersOn())
      this.#cancelTimer = this.#options.time.after(gatherStepMs, () => this.#makeBlock());
    else this.#inFlight = this.#proposeAndCommit();
  }

  /**
   * True when transactions came so fast since the last proposal, and still come, that a fuller block is worth a wait: each block costs
   * the same besides. Not by the last step alone: few milliseconds say little about how fast they come.
   */
  #gathersOn(): boolean {
    const { producer, time } = this.#options;
    const { pendingCount, blockCapacity } = producer;
    const { count, ms } = this.#looked;
    const nowMs = time.monotonicMs();
    this.#looked = { count: pendingCount, ms: nowMs };
    const gatheredMs = nowMs - this.#lastProposalMs;
    if (pendingCount >= blockCapacity || gatheredMs >= gatheringMsMax || nowMs - ms < gatherStepMs) return false;
    return pendingCount > count && pendingCount - this.#leftCount >= gatheredMs * gatherTxPerMs;
  }

  /** Never rejects: a failure goes to `onStall` or `onFailure`. */
  async #proposeAndCommit(): Promise<void> {
    this.#isBusy = true;
    try {
      const proposal = this.#propose(this.#mining.kind === "interval");
      if (proposal !== undefined) await this.#options.producer.commit(proposal);
    } catch (error) {
      this.#failed(error);
    }
    this.#isBusy = false;
    this.#schedule();
  }

  async #mineNow(): Promise<Proposal> {
    try {
      const proposal = this.#propose(true);
      if (proposal === undefined) throw consensusErrors.create("CONSENSUS_MINING_FIXED");
      await this.#options.producer.commit(proposal);
      return proposal;
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  #propose(mayBeEmpty: boolean): Proposal | undefined {
    const { producer, time, proposeEmpty } = this.#options;
    this.#lastProposalMs = time.monotonicMs();
    const unixSeconds = time.unixSeconds();
    const proposal = producer.propose(unixSeconds) ?? (mayBeEmpty ? proposeEmpty?.(unixSeconds) : undefined);
    this.#leftCount = producer.pendingCount;
    this.#looked = { count: this.#leftCount, ms: time.monotonicMs() };
    return proposal;
  }

  #failed(error: unknown): void {
    const { time, onStall, onFailure } = this.#options;
    if (error instanceof CodedError && error.retryable) {
      this.#notBeforeMs = time.monotonicMs() + stallRetryMs;
      onStall?.(error);
    } else {
      this.#halt();
      onFailure(error);
    }
  }

  #halt(): void {
    this.#isRunning = false;
    this.#cancel();
    this.#removeListener?.();
    this.#removeListener = undefined;
  }

  #cancel(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}
