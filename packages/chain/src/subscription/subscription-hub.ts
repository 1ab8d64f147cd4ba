import type { BlockRecord, LedgerReader } from "@yanta/storage";
import { chainErrors } from "../errors.ts";
import { subscriptionsMax, subscriptionsSizeBytesMax } from "../limits.ts";
import { SharedEncodings } from "./shared-encodings.ts";

/** What subscriptions need of the chain. */
export interface BlockSource {
  readonly ledger: LedgerReader;
  onBlock(listener: () => void): () => void;
  onRevert(listener: () => void): () => void;
}

/** Blocks that a subscription follows, inclusive. */
export interface FollowRange {
  readonly from: bigint;
  /** Undefined = without end. */
  readonly to: bigint | undefined;
}

export interface FollowOptions {
  /** Whether blocks without their transactions end the stream. */
  readonly needsTxs: boolean;
  /** Bytes that the subscription holds while it is open. */
  readonly sizeBytes: number;
  readonly signal: AbortSignal;
}

/**
 * Lets any number of readers follow the chain. A reader is a height and nothing else: it reads each block from the
 * ledger when its consumer asks for it, so a slow one falls behind without holding memory, and there is no gap and
 * no duplicate between history and new blocks.
 */
export class SubscriptionHub {
  readonly ledger: LedgerReader;
  readonly shared = new SharedEncodings();
  readonly #waiting = new Set<() => void>();
  #open = 0;
  #sizeBytes = 0;

  constructor(source: BlockSource) {
    this.ledger = source.ledger;
    const wakeAll = (): void => {
      for (const wake of this.#waiting) wake();
    };
    source.onBlock(wakeAll);
    source.onRevert(wakeAll);
  }

  /** Whether one more subscription that holds so many bytes may be opened. */
  hasRoom(sizeBytes: number): boolean {
    return this.#open < subscriptionsMax && this.#sizeBytes + sizeBytes <= subscriptionsSizeBytesMax;
  }

  /** Height of the last block; the genesis block is always there. */
  get lastHeight(): bigint {
    return this.ledger.lastHeight ?? 0n;
  }

  /**
   * Blocks of a range in order, waiting for those that do not exist yet; ends with the range or the signal.
   * Errors: CHAIN_SUBSCRIPTION_INTERRUPTED when a block is archived or cannot be read.
   */
  async *follow(
    { from, to }: FollowRange,
    { needsTxs, sizeBytes, signal }: FollowOptions,
  ): AsyncGenerator<BlockRecord, void, undefined> {
    this.#open++;
    this.#sizeBytes += sizeBytes;
    try {
      const isWanted = (height: bigint): boolean => to === undefined || height <= to;
      for (let height = from; isWanted(height); height++) {
        // A range begins at most one block after the last, so the next block is the one that is missing.
        if (height > this.lastHeight && !signal.aborted) await this.#nextBlock(signal);
        // What the reader has seen is gone: nothing can follow on it.
        if (height > this.lastHeight && !signal.aborted) throw this.#wentBack();
        if (signal.aborted) return;
        yield this.#read(height, needsTxs);
      }
    } finally {
      this.#open--;
      this.#sizeBytes -= sizeBytes;
    }
  }

  #wentBack(): Error {
    return chainErrors.create("CHAIN_SUBSCRIPTION_INTERRUPTED", {
      reason: `the chain went back to block ${this.lastHeight}`,
    });
  }

  #read(height: bigint, needsTxs: boolean): BlockRecord {
    const record = this.ledger.getBlock(height);
    if (record !== undefined && !(needsTxs && record.archived === true)) return record;
    throw chainErrors.create("CHAIN_SUBSCRIPTION_INTERRUPTED", {
      reason: `get block failed, at [height:${height}], archived block`,
    });
  }

  #nextBlock(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener("abort", wake, { once: true });
    });
  }
}
