import { equalBytes } from "@yanta/bytes";
import { hashBytes, type HashAlgorithm } from "@yanta/crypto";
import { blockHash } from "./block-hash.ts";
import type { ScannedBlockInfo } from "./block-info.ts";
import { blockVersions } from "./block-version.ts";
import { dagHash } from "./dag.ts";
import { decodeMessage } from "./encode-message.ts";
import { ResultSchema } from "./gen/common/result_pb.js";
import { rwSetRoot, txRoot } from "./merkle.ts";
import { resultComparisonBytes } from "./result.ts";
import { hashRwSet } from "./tx-rwset.ts";
import { splitTransaction } from "./tx-view.ts";

/** A field of the header that the block's contents do not bear out. */
export type HeaderMismatch = "block_hash" | "tx_count" | "dag_hash" | "tx_root" | "rw_set_root";

/**
 * Recomputes what a header says of its block from the block's bytes; undefined when all holds. The root over
 * read-write sets is checked when the record holds them.
 *
 * Spec: ledger.md §2; vector blocks/.
 */
export function findHeaderMismatch(block: ScannedBlockInfo, algorithm: HashAlgorithm): HeaderMismatch | undefined {
  const { header } = block;
  if (!equalBytes(blockHash(algorithm, header), header.blockHash)) return "block_hash";
  if (header.txCount !== block.txBytes.length) return "tx_count";
  if (!equalBytes(dagHash(algorithm, block.dagBytes ?? new Uint8Array(0)), header.dagHash)) return "dag_hash";
  if (!equalBytes(txRoot(algorithm, hashStoredTransactions(block, algorithm)), header.txRoot)) return "tx_root";
  if (block.rwSetBytes.length === 0) return undefined;
  const rwSetHashes = block.rwSetBytes.map((bytes) => hashRwSet(algorithm, bytes));
  return equalBytes(rwSetRoot(algorithm, rwSetHashes), header.rwSetRoot) ? undefined : "rw_set_root";
}

/** The leaves of tx_root, from a block's own bytes. From block version 2300 on the gas used is left out. */
function hashStoredTransactions(block: ScannedBlockInfo, algorithm: HashAlgorithm): Uint8Array[] {
  return block.txBytes.map((bytes) => {
    if (block.header.blockVersion < blockVersions.v2300) return hashBytes(algorithm, bytes);
    const { tx, resultBytes } = splitTransaction(bytes);
    if (resultBytes === undefined) return hashBytes(algorithm, bytes);
    return hashBytes(algorithm, tx.toTransactionBytes(resultComparisonBytes(decodeMessage(ResultSchema, resultBytes))));
  });
}
