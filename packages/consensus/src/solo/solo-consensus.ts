import { consensusErrors } from "../errors.ts";
import type { BlockProducer, Consensus } from "../interface.ts";
import type { SoloTime } from "./solo-time.ts";

export interface SoloOptions {
  readonly producer: BlockProducer;
  readonly time: SoloTime;
  /** Told once when a block could not be built or stored; the engine has stopped by itself then. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Consensus of one node. It proposes when transactions wait: at once after a pause of at least block_interval or
 * when they fill a block, else when the interval is over. One block at a time.
 *
 * Spec: txpool-scheduler.md §2 (proposer loop; no empty blocks).
 */
export function createSoloConsensus({ producer, time, onFailure }: SoloOptions): Consensus {
  let isRunning = false;
  let isBusy = false;
  let inFlight: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let removeListener: (() => void) | undefined;
  let lastProposalMs = Number.NEGATIVE_INFINITY;

  const schedule = (): void => {
    if (!isRunning || isBusy || producer.pendingCount === 0) return;
    const isFull = producer.pendingCount >= producer.blockCapacity;
    const delayMs = isFull ? 0 : Math.max(0, lastProposalMs + producer.blockIntervalMs - time.monotonicMs());
    cancelTimer?.();
    cancelTimer = time.after(delayMs, makeBlock);
  };

  const makeBlock = (): void => {
    cancelTimer = undefined;
    if (isRunning && !isBusy) inFlight = proposeAndCommit();
  };

  /** Never rejects: a failure goes to `onFailure`. */
  const proposeAndCommit = async (): Promise<void> => {
    isBusy = true;
    lastProposalMs = time.monotonicMs();
    try {
      const proposal = producer.propose(time.unixSeconds());
      if (proposal !== undefined) await producer.commit(proposal);
    } catch (error) {
      halt();
      onFailure(error);
    }
    isBusy = false;
    schedule();
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
