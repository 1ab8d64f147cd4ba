import { equalBytes } from "@yanta/bytes";
import { type HashAlgorithm, hashBytes } from "@yanta/crypto";
import { CodedError } from "@yanta/errors";
import {
  type BlockHeader,
  decodeMessage,
  encodeMessage,
  hashRwSet,
  type Result,
  ResultSchema,
  splitTransaction,
  type TxRWSet,
  TxRWSetSchema,
  type TxView,
} from "@yanta/protocol";
import { proofErrors } from "./errors.ts";
import type { TransactionProof } from "./interface.ts";
import { rootOfPath } from "./merkle-proof.ts";

/** A transaction that stands in a block, with what it did. */
export interface PlacedTransaction {
  readonly tx: TxView;
  readonly result: Result;
  readonly rwSet: TxRWSet;
}

/**
 * Checks that a transaction with its result and its read and write set is in the block of a header: its hash leads to `tx_root`, and the result, which that hash
 * covers, names the hash of the set. Errors: PROOF_MALFORMED, PROOF_TRANSACTION_INVALID.
 * Spec: ledger.md §2.
 */
export function placeTransaction(
  proof: TransactionProof,
  header: BlockHeader,
  algorithm: HashAlgorithm,
): PlacedTransaction {
  const { tx, result, rwSet } = readParts(proof);
  const refuse = (what: string): Error =>
    proofErrors.create("PROOF_TRANSACTION_INVALID", { txId: tx.txId, height: proof.height, what });
  const leaf = hashBytes(algorithm, proof.transactionBytes);
  const { index, path } = proof;
  const root = rootOfPath(algorithm, leaf, { index, count: header.txCount, path });
  if (root === undefined || !equalBytes(root, header.txRoot)) throw refuse("its path does not lead to tx_root");
  if (!equalBytes(hashRwSet(algorithm, proof.rwSetBytes), result.rwSetHash))
    throw refuse("its read and write set is not that of its result");
  if (tx.payload.chainId !== header.chainId) throw refuse(`it is for chain ${tx.payload.chainId}`);
  if (rwSet.txId !== tx.txId) throw refuse("its read and write set is of another transaction");
  return { tx, result, rwSet };
}

function readParts({ transactionBytes, rwSetBytes }: TransactionProof): PlacedTransaction {
  const malformed = (reason: string, cause?: unknown): Error =>
    proofErrors.create("PROOF_MALFORMED", { part: "a transaction", reason }, cause);
  try {
    const split = splitTransaction(transactionBytes);
    if (split.resultBytes === undefined || !equalBytes(split.transactionBytes, transactionBytes))
      throw malformed("not in its one form, or without a result");
    const rwSet = decodeMessage(TxRWSetSchema, rwSetBytes);
    if (!equalBytes(encodeMessage(TxRWSetSchema, rwSet), rwSetBytes)) throw malformed("its set is not in its one form");
    return { tx: split.tx, result: decodeMessage(ResultSchema, split.resultBytes), rwSet };
  } catch (error) {
    if (error instanceof CodedError && error.code === "PROOF_MALFORMED") throw error;
    throw malformed("it cannot be decoded", error);
  }
}
