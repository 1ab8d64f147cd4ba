import { intakeSeconds, rateWeight } from "../limits.ts";

/** What the gate asks about the chain. */
export interface IntakeGateOptions {
  /** Whether a transaction waits here or is being proposed. */
  readonly isWaiting: (txId: string) => boolean;
  /** Transactions that a block may hold. */
  readonly blockCapacity: () => number;
  readonly validatorCount: () => number;
}

/** A block that was committed. */
export interface CommittedLoad {
  readonly txCount: number;
  /** Transactions that wait here afterwards. */
  readonly waitingCount: number;
  readonly nowMs: number;
}

/**
 * How many transactions may wait: what the network commits in a moment, at least two full blocks: with less, blocks are small and dear. A client above it is
 * refused at once instead of waiting behind a queue that only grows. The rate is taken from blocks that left others waiting: those show what the network can do.
 *
 * What other nodes let in reaches this one late when the network is busy, and all would let in as much as they know of. So a node's own clients get a share: as
 * much of the whole as they lately had of what was committed, and some more, so that a share can grow. All shares together stay below one and a half of the whole.
 */
export class IntakeGate {
  readonly #options: IntakeGateOptions;
  #ratePerSecond: number | undefined;
  /** When a block was committed that left transactions waiting. */
  #busySinceMs: number | undefined;
  /** Part of what is committed that this node's clients sent; all of it where nobody has to wait. */
  #share = 1;
  /** Transactions of this node's clients that wait. At most `countMax` of the last moment when one was let in. */
  #own = new Set<string>();

  constructor(options: IntakeGateOptions) {
    this.#options = options;
  }

  /** A client's transaction was let in. */
  admitted(txId: string): void {
    this.#own.add(txId);
  }

  committed({ txCount, waitingCount, nowMs }: CommittedLoad): void {
    const ownBefore = this.#own.size;
    this.#own = new Set([...this.#own].filter(this.#options.isWaiting));
    const isBusy = waitingCount > 0;
    if (this.#busySinceMs !== undefined && nowMs > this.#busySinceMs) {
      const sample = (txCount * 1000) / (nowMs - this.#busySinceMs);
      this.#ratePerSecond = this.#ratePerSecond === undefined ? sample : towards(this.#ratePerSecond, sample);
    }
    this.#busySinceMs = isBusy ? nowMs : undefined;
    const ownShare = txCount === 0 ? 1 : Math.min(1, (ownBefore - this.#own.size) / txCount);
    this.#share = towards(this.#share, isBusy ? ownShare : 1);
  }

  /** How many common transactions may wait here before a client's is refused; 0 when its clients have their share. */
  get countMax(): number {
    const { blockCapacity, validatorCount } = this.#options;
    const whole = Math.max(2 * blockCapacity(), Math.ceil((this.#ratePerSecond ?? 0) * intakeSeconds));
    const share = Math.min(1, this.#share + 1 / (2 * Math.max(1, validatorCount())));
    return this.#own.size < whole * share ? whole : 0;
  }
}

function towards(value: number, sample: number): number {
  return value + rateWeight * (sample - value);
}
