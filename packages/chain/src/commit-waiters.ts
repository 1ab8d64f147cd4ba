import { fromBinary } from "@bufbuild/protobuf";
import { ResultSchema } from "@yanta/protocol";
import type { PreparedBlock } from "./block/prepared-block.ts";
import { chainErrors } from "./errors.ts";
import type { CommittedTx } from "./interface.ts";
import { commitWaitersMax } from "./limits.ts";

interface Waiter {
  readonly resolve: (committed: CommittedTx) => void;
  readonly reject: (reason: Error) => void;
}

/** Calls that wait until their transaction is durable. Bounded; a waiter goes when its signal aborts. */
export class CommitWaiters {
  readonly #countMax: number;
  readonly #waiting = new Map<string, Set<Waiter>>();
  #count = 0;

  constructor(countMax = commitWaitersMax) {
    this.#countMax = countMax;
  }

  /** Errors: CHAIN_WAITERS_FULL; the signal's reason. */
  wait(txId: string, signal: AbortSignal): Promise<CommittedTx> {
    if (this.#count >= this.#countMax)
      return Promise.reject(chainErrors.create("CHAIN_WAITERS_FULL", { count: this.#count }));
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        resolve: (committed) => {
          signal.removeEventListener("abort", onAbort);
          resolve(committed);
        },
        reject: (reason) => {
          signal.removeEventListener("abort", onAbort);
          reject(reason);
        },
      };
      const onAbort = (): void => {
        this.#remove(txId, waiter);
        reject(signal.reason);
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#add(txId, waiter);
    });
  }

  /** Answers all who wait for a transaction of a block that has become durable. */
  settle(block: PreparedBlock): void {
    if (this.#count === 0) return;
    for (const [index, { tx, resultBytes }] of block.txs.entries()) {
      const waiters = this.#waiting.get(tx.txId);
      if (waiters === undefined) continue;
      this.#waiting.delete(tx.txId);
      this.#count -= waiters.size;
      const committed: CommittedTx = {
        height: block.height,
        index,
        blockTimestamp: block.header.blockTimestamp,
        result: fromBinary(ResultSchema, resultBytes),
      };
      for (const { resolve } of waiters) resolve(committed);
    }
  }

  /** Answers those whose transaction is found elsewhere, all who wait for it alike. */
  settleFound(find: (txId: string) => CommittedTx | undefined): void {
    for (const [txId, waiters] of this.#waiting) {
      const committed = find(txId);
      if (committed === undefined) continue;
      this.#waiting.delete(txId);
      this.#count -= waiters.size;
      for (const { resolve } of waiters) resolve(committed);
    }
  }

  /** Rejects the calls whose transaction will be in no block: those for which there is a reason. */
  fail(reasonFor: (txId: string) => Error | undefined): void {
    for (const [txId, waiters] of this.#waiting) {
      const reason = reasonFor(txId);
      if (reason === undefined) continue;
      this.#waiting.delete(txId);
      this.#count -= waiters.size;
      for (const { reject } of waiters) reject(reason);
    }
  }

  #add(txId: string, waiter: Waiter): void {
    const waiters = this.#waiting.get(txId);
    if (waiters === undefined) this.#waiting.set(txId, new Set([waiter]));
    else waiters.add(waiter);
    this.#count++;
  }

  #remove(txId: string, waiter: Waiter): void {
    const waiters = this.#waiting.get(txId);
    if (waiters?.delete(waiter) !== true) return;
    this.#count--;
    if (waiters.size === 0) this.#waiting.delete(txId);
  }
}
