import type { BlockInfo } from "@yanta/protocol";
import type { IndexedBlock } from "./interface.ts";
import { waitingBlocksMax, waitingTxsMax } from "./limits.ts";
import { toIndexedBlock } from "./to-indexed-block.ts";

/** Reads blocks ahead, so that those that have come are applied together; `take` gives all that wait. */
export class BlockQueue {
  private waiting: IndexedBlock[] = [];
  private waitingTxs = 0;
  private end: { readonly error: unknown } | "open" | "ended" = "open";
  private sleepers: (() => void)[] = [];
  private readonly signal: AbortSignal;

  /** Without a reader any more, what waits is let go. */
  constructor(signal: AbortSignal) {
    this.signal = signal;
    signal.addEventListener("abort", () => this.wake());
  }

  /** Reads until the blocks end; `take` tells of a failure. */
  async fill(blocks: AsyncIterable<BlockInfo>): Promise<void> {
    try {
      for await (const info of blocks) {
        const block = toIndexedBlock(info);
        this.waiting.push(block);
        this.waitingTxs += block.txs.length;
        this.wake();
        while (this.isFull() && !this.signal.aborted) await this.changed();
        if (this.signal.aborted) break;
      }
      this.end = "ended";
    } catch (error) {
      this.end = { error };
    }
    this.wake();
  }

  /** The blocks that have come since the last time, at least one; empty at the end. */
  async take(): Promise<readonly IndexedBlock[]> {
    while (this.waiting.length === 0) {
      if (this.end === "ended" || this.signal.aborted) return [];
      if (this.end !== "open") throw this.end.error;
      await this.changed();
    }
    const taken = this.waiting;
    this.waiting = [];
    this.waitingTxs = 0;
    this.wake();
    return taken;
  }

  private isFull(): boolean {
    return this.waiting.length >= waitingBlocksMax || this.waitingTxs >= waitingTxsMax;
  }

  private changed(): Promise<void> {
    return new Promise((resolve) => this.sleepers.push(resolve));
  }

  private wake(): void {
    const sleepers = this.sleepers;
    this.sleepers = [];
    for (const resolve of sleepers) resolve();
  }
}
