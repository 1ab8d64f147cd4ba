import { utf8ToBytes } from "@yanta/bytes";
import type { BlockProducer, Proposal } from "../interface.ts";

/** A producer that counts instead of executing, and fails the test when an engine breaks the rules. */
export class FakeProducer implements BlockProducer {
  lastHeight = 0n;
  pendingCount = 0;
  blockCapacity = 10;
  blockIntervalMs = 10;
  readonly intake = { countMax: Number.POSITIVE_INFINITY, txBytesMax: Number.POSITIVE_INFINITY };
  /** What was done, in order. */
  readonly log: string[] = [];
  /** Timestamps that the engine gave. */
  readonly timestamps: bigint[] = [];
  /** When set, commits wait for it. */
  gate: Promise<void> | undefined;
  /** When set, the next commit fails with it. */
  failure: Error | undefined;
  /** Waiting transactions that the next proposal finds to be no good. */
  invalidCount = 0;
  #open: Proposal | undefined;
  #isCommitting = false;
  readonly #listeners = new Set<() => void>();

  /** Transactions arrive; listeners hear of an empty pool that fills and of a full block. */
  arrive(count: number): void {
    for (let i = 0; i < count; i++) {
      this.pendingCount++;
      if (this.pendingCount === 1 || this.pendingCount === this.blockCapacity)
        for (const listener of this.#listeners) listener();
    }
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  propose(unixSeconds: bigint): Proposal | undefined {
    if (this.#open !== undefined || this.#isCommitting) throw new Error("proposed while a block is open");
    this.pendingCount -= this.invalidCount;
    this.invalidCount = 0;
    if (this.pendingCount === 0) return undefined;
    const txCount = Math.min(this.pendingCount, this.blockCapacity);
    this.pendingCount -= txCount;
    this.timestamps.push(unixSeconds);
    this.#open = { height: this.lastHeight + 1n, blockHash: new Uint8Array(32), txCount };
    this.log.push(`propose ${txCount}`);
    return this.#open;
  }

  proposeEmpty(unixSeconds: bigint): Proposal {
    if (this.#open !== undefined || this.#isCommitting) throw new Error("proposed while a block is open");
    this.timestamps.push(unixSeconds);
    this.#open = { height: this.lastHeight + 1n, blockHash: new Uint8Array(32), txCount: 0 };
    this.log.push("propose 0");
    return this.#open;
  }

  blockBytes(proposal: Proposal): Uint8Array {
    return utf8ToBytes(`block ${proposal.height} of ${proposal.txCount}`);
  }

  adopt(): Promise<void> {
    return Promise.reject(new Error("a fake producer adopts nothing"));
  }

  stateAfter(): undefined {
    return undefined;
  }

  discard(proposal: Proposal): void {
    if (proposal !== this.#open) throw new Error("discarded a proposal that is not open");
    this.pendingCount += proposal.txCount;
    this.#open = undefined;
    this.log.push("discard");
  }

  async commit(proposal: Proposal): Promise<void> {
    if (proposal !== this.#open) throw new Error("committed a proposal that is not open");
    this.#open = undefined;
    this.#isCommitting = true;
    await this.gate;
    this.#isCommitting = false;
    const { failure } = this;
    if (failure !== undefined) {
      this.failure = undefined;
      this.pendingCount += proposal.txCount;
      throw failure;
    }
    this.lastHeight = proposal.height;
    this.log.push(`commit ${proposal.height}`);
  }

  onTransactions(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
