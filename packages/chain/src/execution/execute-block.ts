import type { HashAlgorithm } from "@yanta/crypto";
import { blockSizeBytesMax } from "../limits.ts";
import { comesTooEarly } from "../ethereum/run-ethereum.ts";
import { BlockState } from "./block-state.ts";
import { ExecutionImpossible, runTransaction, type TransactionRun } from "./run-transaction.ts";
import { type ExecutedTx, sealTransaction } from "./seal-transaction.ts";
import type { BlockEnvironment, TxScope } from "./tx-context.ts";

/** A new block's transactions in their final order. */
export interface BlockExecution {
  readonly txs: readonly ExecutedTx[];
  /** How many at the end read ranges and ran serially after all others. */
  readonly serialCount: number;
  /** Transactions for which there was no time; they are not in the block. */
  readonly left: readonly TxScope[];
  /** Transactions that no block of ours can hold. */
  readonly dropped: readonly DroppedTx[];
}

/** A transaction that was given up before it came into a block. */
export interface DroppedTx {
  readonly txId: string;
  readonly reason: string;
}

export interface ProposalInput {
  readonly environment: BlockEnvironment;
  readonly algorithm: HashAlgorithm;
  readonly scopes: readonly TxScope[];
  /** Asked before each transaction but the first: false ends the block early. */
  readonly mayContinue: () => boolean;
}

/**
 * Executes transactions for a new block, one after the other, until time or room is used up. One that reads ranges is
 * run again after all others, so that verifiers which work in parallel see the same rows.
 * Spec: txpool-scheduler.md §5, ledger.md §7.2.
 */
export function executeForProposal({ environment, algorithm, scopes, mayContinue }: ProposalInput): BlockExecution {
  const growing = new GrowingBlock(environment, algorithm);
  const serial: TxScope[] = [];
  const left: TxScope[] = [];
  const addAll = (candidates: readonly TxScope[], mayDefer: boolean): void => {
    for (const [index, scope] of candidates.entries()) {
      const added = index === 0 || mayContinue() ? growing.add(scope, mayDefer) : "no-room";
      if (added === "deferred") serial.push(scope);
      if (added !== "no-room") continue;
      for (const waiting of candidates.slice(index)) left.push(waiting);
      return;
    }
  };

  addAll(scopes, scopes.length > 1);
  const parallelCount = growing.txs.length;
  addAll(serial, false);
  return { txs: growing.txs, serialCount: growing.txs.length - parallelCount, left, dropped: growing.dropped };
}

/** A block that takes one transaction after the other. */
class GrowingBlock {
  readonly txs: ExecutedTx[] = [];
  readonly dropped: DroppedTx[] = [];
  readonly #environment: BlockEnvironment;
  readonly #algorithm: HashAlgorithm;
  readonly #state: BlockState;
  #sizeBytes = 0;

  constructor(environment: BlockEnvironment, algorithm: HashAlgorithm) {
    this.#environment = environment;
    this.#algorithm = algorithm;
    this.#state = new BlockState(environment.ledger);
  }

  add(scope: TxScope, mayDefer: boolean): "added" | "deferred" | "dropped" | "no-room" {
    const run = this.#run(scope);
    if (run === undefined) return "dropped";
    // What comes too early may follow one that was deferred.
    const isEarly = comesTooEarly(run.outcome);
    if (mayDefer && (run.usedIterator || isEarly)) return "deferred";
    if (isEarly) return this.#drop(scope, run.outcome.message);
    const executed = sealTransaction(this.#algorithm, run);
    const sizeBytes = executed.txBytes.length + executed.rwSetBytes.length;
    if (this.txs.length > 0 && this.#sizeBytes + sizeBytes > blockSizeBytesMax) return "no-room";
    this.#sizeBytes += sizeBytes;
    this.#state.apply(scope.tx.txId, this.txs.length, run.set.writes);
    this.txs.push(executed);
    return "added";
  }

  #run(scope: TxScope): TransactionRun | undefined {
    try {
      return runTransaction(this.#environment, this.#state, scope);
    } catch (error) {
      if (!(error instanceof ExecutionImpossible)) throw error;
      this.#environment.onFault(scope.tx.txId, error);
      this.#drop(scope, "it cannot be executed on this node");
      return undefined;
    }
  }

  #drop({ tx }: TxScope, reason: string): "dropped" {
    this.dropped.push({ txId: tx.txId, reason });
    return "dropped";
  }
}

/** Executes a block's transactions in the order given, which is how a verifier does it. */
export function executeInOrder(
  environment: BlockEnvironment,
  algorithm: HashAlgorithm,
  scopes: readonly TxScope[],
): ExecutedTx[] {
  const state = new BlockState(environment.ledger);
  return scopes.map((scope, index) => {
    const run = runTransaction(environment, state, scope);
    state.apply(scope.tx.txId, index, run.set.writes);
    return sealTransaction(algorithm, run);
  });
}
