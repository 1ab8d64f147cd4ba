import type { CodedError } from "@yanta/errors";
import { consensusErrors } from "../../errors.ts";
import { blockTimeToleranceSeconds, clockWatchMs } from "../limits.ts";

interface EarlyBlock {
  readonly aheadSeconds: bigint;
  readonly seenMs: number;
}

/**
 * Notices that this node's clock is behind: it refuses blocks of quiet chains then, and its vote is missing. One proposer proves nothing, its own clock may be fast
 * and it may lie; when more than a third of the validators lately proposed blocks that were too early for this clock, an honest one is among them.
 */
export class ClockWatch {
  /** By the proposer's address: its last proposal, when that was too early. At most one a validator. */
  readonly #early = new Map<string, EarlyBlock>();
  readonly #options: { readonly monotonicMs: () => number; readonly validatorCount: () => number };

  constructor(options: { readonly monotonicMs: () => number; readonly validatorCount: () => number }) {
    this.#options = options;
  }

  /** Tells of a proposal whose timestamp is that far ahead of this node's clock. The engine has checked who signed it. */
  judged(proposer: string, aheadSeconds: bigint): void {
    this.#early.delete(proposer);
    if (aheadSeconds > blockTimeToleranceSeconds)
      this.#early.set(proposer, { aheadSeconds, seenMs: this.#options.monotonicMs() });
  }

  /** CONSENSUS_CLOCK_BEHIND with the least distance that was seen; undefined = nothing speaks against the clock. */
  fault(): CodedError | undefined {
    const { monotonicMs, validatorCount } = this.#options;
    for (const [proposer, { seenMs }] of this.#early)
      if (monotonicMs() - seenMs > clockWatchMs) this.#early.delete(proposer);
    const count = this.#early.size;
    if (3 * count <= validatorCount()) return undefined;
    const seconds = [...this.#early.values()].reduce(
      (least, { aheadSeconds }) => (aheadSeconds < least ? aheadSeconds : least),
      this.#early.values().next().value?.aheadSeconds ?? 0n,
    );
    return consensusErrors.create("CONSENSUS_CLOCK_BEHIND", { seconds, count, of: validatorCount() });
  }
}
