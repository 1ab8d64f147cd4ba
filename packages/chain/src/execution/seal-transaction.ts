import type { HashAlgorithm } from "@yanta/crypto";
import { hashBytes } from "@yanta/crypto";
import {
  encodeResult,
  encodeTxRwSet,
  hashRwSet,
  type ResultParts,
  resultComparisonBytes,
  type TxView,
} from "@yanta/protocol";
import type { RecordedSet } from "./rwset-recorder.ts";
import type { TransactionRun } from "./run-transaction.ts";

/** A transaction with its result, encoded and hashed as it goes into a block. */
export interface ExecutedTx {
  readonly tx: TxView;
  readonly result: ResultParts;
  readonly set: RecordedSet;
  /** M(Result). */
  readonly resultBytes: Uint8Array;
  /** M(Result) without gas_used: what a verifier compares. */
  readonly comparisonBytes: Uint8Array;
  /** M(common.Transaction). */
  readonly txBytes: Uint8Array;
  /** Leaf of tx_root. */
  readonly txHash: Uint8Array;
  /** M(TxRWSet). */
  readonly rwSetBytes: Uint8Array;
  readonly rwSetHash: Uint8Array;
}

/** Encodes and hashes a run. Spec: ledger.md §2 (tx hash without gas_used), §5 row 3, §6.2. */
export function sealTransaction(algorithm: HashAlgorithm, run: TransactionRun): ExecutedTx {
  const { outcome, set } = run;
  const { tx } = run.scope;
  const rwSetBytes = encodeTxRwSet({ txId: tx.txId, reads: set.reads, writes: set.writes });
  const rwSetHash = hashRwSet(algorithm, rwSetBytes);
  const result: ResultParts = {
    code: outcome.status,
    contractResult: {
      code: outcome.code,
      result: outcome.result,
      message: outcome.message,
      gasUsed: outcome.gasUsed,
      contractEvent: outcome.events,
    },
    rwSetHash,
    message: "",
  };
  const comparisonBytes = resultComparisonBytes(result);
  const resultBytes = outcome.gasUsed === 0n ? comparisonBytes : encodeResult(result);
  const hashedBytes = tx.toTransactionBytes(comparisonBytes);
  const txBytes = outcome.gasUsed === 0n ? hashedBytes : tx.toTransactionBytes(resultBytes);
  return {
    tx,
    result,
    set,
    resultBytes,
    comparisonBytes,
    txBytes,
    txHash: hashBytes(algorithm, hashedBytes),
    rwSetBytes,
    rwSetHash,
  };
}
