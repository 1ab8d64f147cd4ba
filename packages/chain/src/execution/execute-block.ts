import type { HashAlgorithm } from "@yanta/crypto";
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
  /** Transactions that cannot be executed here; no block of ours can hold them. */
  readonly impossible: readonly TxScope[];
}

export interface ProposalInput {
  readonly environment: BlockEnvironment;
  readonly algorithm: HashAlgorithm;
  readonly scopes: readonly TxScope[];
  /** Asked before each transaction after the first: false ends the block early. */
  readonly mayContinue: () => boolean;
}

/**
 * Executes transactions for a new block, one after the other. One that reads ranges is run again after all others,
 * so that verifiers which work in parallel see the same rows.
 * Spec: txpool-scheduler.md §5, ledger.md §7.2.
 */
export function executeForProposal({ environment, algorithm, scopes, mayContinue }: ProposalInput): BlockExecution {
  const state = new BlockState(environment.ledger);
  const txs: ExecutedTx[] = [];
  const serial: TxScope[] = [];
  const impossible: TxScope[] = [];
  const tryRun = (scope: TxScope): TransactionRun | undefined => {
    try {
      return runTransaction(environment, state, scope);
    } catch (error) {
      if (!(error instanceof ExecutionImpossible)) throw error;
      environment.onFault(scope.tx.txId, error);
      impossible.push(scope);
      return undefined;
    }
  };
  const accept = (run: TransactionRun): void => {
    state.apply(run.scope.tx.txId, txs.length, run.set.writes);
    txs.push(sealTransaction(algorithm, run));
  };

  let taken = 0;
  for (const scope of scopes) {
    if (taken > 0 && !mayContinue()) break;
    taken++;
    const run = tryRun(scope);
    if (run === undefined) continue;
    if (run.usedIterator && scopes.length > 1) serial.push(scope);
    else accept(run);
  }
  const parallelCount = txs.length;
  let serialTaken = 0;
  for (const scope of serial) {
    if (txs.length > 0 && !mayContinue()) break;
    serialTaken++;
    const run = tryRun(scope);
    if (run !== undefined) accept(run);
  }
  return {
    txs,
    serialCount: txs.length - parallelCount,
    left: [...serial.slice(serialTaken), ...scopes.slice(taken)],
    impossible,
  };
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
