import { CodedError } from "@yanta/errors";
import { consensusErrors } from "../errors.ts";
import type { BlockProducer, Consensus } from "../interface.ts";
import { stallRetryMs } from "../limits.ts";
import type { SoloTime } from "./solo-time.ts";

export interface SoloOptions {
  readonly producer: BlockProducer;
  readonly time: SoloTime;
  /** Told once when a block could not be built or stored; the engine has stopped by itself then. */
  readonly onFailure: (error: unknown) => void;
  /** Told each time a block could not be stored for now (the disk is full); it is tried again after `stallRetryMs`. */
  readonly onStall?: (error: CodedError) => void;
}

/**
 * Consensus of one node. It proposes when transactions wait: at once after a pause of at least block_interval or
 * when they fill a block, else when the interval is over. One block at a time.
 *
 * Spec: txpool-scheduler.md §2 (proposer loop; no empty blocks).
 */
export function createSoloConsensus({ producer, time, onFailure, onStall }: SoloOptions): Consensus {
  let isRunning = false;
  let isBusy = false;
  let inFlight: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let removeListener: (() => void) | undefined;
  let lastProposalMs = Number.NEGATIVE_INFINITY;
  let notBeforeMs = Number.NEGATIVE_INFINITY;

  const schedule = (): void => {
    if (!isRunning || isBusy || producer.pendingCount === 0) return;
    const isFull = producer.pendingCount >= producer.blockCapacity;
    const dueMs = isFull ? notBeforeMs : Math.max(notBeforeMs, lastProposalMs + producer.blockIntervalMs);
    const delayMs = Math.max(0, dueMs - time.monotonicMs());
    cancelTimer?.();
    cancelTimer = time.after(delayMs, makeBlock);
  };

  const makeBlock = (): void => {
    cancelTimer = undefined;
    if (isRunning && !isBusy) inFlight = proposeAndCommit();
  };

  /** Never rejects: a failure goes to `onStall` or `onFailure`. */
  const proposeAndCommit = async (): Promise<void> => {
    isBusy = true;
    lastProposalMs = time.monotonicMs();
    try {
      const proposal = producer.propose(time.unixSeconds());
      if (proposal !== undefined) await producer.commit(proposal);
    } catch (error) {
      failed(error);
    }
    isBusy = false;
    schedule();
  };

  const failed = (error: unknown): void => {
    if (error instanceof CodedError && error.retryable) {
      notBeforeMs = time.monotonicMs() + stallRetryMs;
      onStall?.(error);
    } else {
      halt();
      onFailure(error);
    }
  };

  const halt = (): void => {
    isRunning = false;
    cancelTimer?.();
    cancelTimer = undefined;
    removeListener?.();
    removeListener = undefined;
  };

  return {
    kind: "solo",
    start: async () => {
      if (isRunning) throw consensusErrors.create("CONSENSUS_ALREADY_STARTED");
      isRunning = true;
      removeListener = producer.onTransactions(schedule);
      schedule();
    },
    stop: async () => {
      halt();
      await inFlight;
    },
  };
}
