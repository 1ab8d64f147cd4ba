import { type HashAlgorithm, hashBytes } from "@yanta/crypto";
import { blockVersions } from "./block-version.ts";
import { encodeResult, type ResultParts, resultComparisonBytes } from "./result.ts";
import type { TxView } from "./tx-view.ts";

/** What the hash of one transaction depends on. */
export interface TxHashInput {
  readonly algorithm: HashAlgorithm;
  readonly blockVersion: number;
  readonly tx: TxView;
  readonly result: ResultParts;
}

/**
 * H(M(Transaction)), the leaf of the block's tx_root. The result must already hold its rw_set_hash. From block version
 * 2300 on the gas used is left out.
 *
 * Spec: ledger.md §2; vector transaction.json.
 */
export function hashTransaction(input: TxHashInput): Uint8Array {
  const resultBytes =
    input.blockVersion >= blockVersions.v2300 ? resultComparisonBytes(input.result) : encodeResult(input.result);
  return hashBytes(input.algorithm, input.tx.toTransactionBytes(resultBytes));
}
