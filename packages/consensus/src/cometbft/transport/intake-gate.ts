import { intakeSeconds, rateWeight } from "../limits.ts";

/**
 * How many transactions may wait: what the network commits in a few seconds, at least two full blocks. A client above it is refused at once instead of
 * waiting behind a queue that only grows. The rate is taken from blocks that left others waiting: those show what the network can do.
 */
export class IntakeGate {
  #ratePerSecond: number | undefined;
  /** When a block was committed that left transactions waiting. */
  #busySinceMs: number | undefined;

  /** Tells of a committed block of `txCount` after which `waitingCount` wait; returns the new limit. */
  committed(txCount: number, waitingCount: number, blockCapacity: number, nowMs: number): number {
    if (this.#busySinceMs !== undefined && nowMs > this.#busySinceMs) {
      const sample = (txCount * 1000) / (nowMs - this.#busySinceMs);
      this.#ratePerSecond =
        this.#ratePerSecond === undefined ? sample : this.#ratePerSecond + rateWeight * (sample - this.#ratePerSecond);
    }
    this.#busySinceMs = waitingCount > 0 ? nowMs : undefined;
    return this.countMax(blockCapacity);
  }

  countMax(blockCapacity: number): number {
    return Math.max(2 * blockCapacity, Math.ceil((this.#ratePerSecond ?? 0) * intakeSeconds));
  }
}
