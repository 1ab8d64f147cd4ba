import { type HashAlgorithm, hashBytes } from "@yanta/crypto";
import {
  blockVersions,
  decodeMessage,
  encodeBlockInfo,
  ResultSchema,
  resultComparisonBytes,
  type ScannedBlockInfo,
  splitTransaction,
} from "@yanta/protocol";
import { decodeEngineData } from "@yanta/consensus/certificate";
import { proofErrors } from "../errors.ts";
import type { BlockProof, TransactionProof } from "../interface.ts";
import { merkleProof } from "../merkle-proof.ts";

/** The proof of one transaction from its whole block with rwsets. Errors: PROOF_NODE_ANSWER. */
export function proveTransaction(block: ScannedBlockInfo, index: number, algorithm: HashAlgorithm): TransactionProof {
  const hashed = block.txBytes.map((bytes) => hashedForm(bytes, block.header.blockVersion));
  const [transactionBytes, rwSetBytes] = [hashed[index], block.rwSetBytes[index]];
  const height = block.header.blockHeight;
  if (transactionBytes === undefined || rwSetBytes === undefined)
    throw proofErrors.create("PROOF_NODE_ANSWER", {
      reason: `block ${height} has no transaction ${index} with its set`,
    });
  const leaves = hashed.map((bytes) => hashBytes(algorithm, bytes));
  return { height, index, path: merkleProof(algorithm, leaves, index), transactionBytes, rwSetBytes };
}

/** What shows that a block is one of the chain, from the block as a node answers it. */
export function proveBlock(block: ScannedBlockInfo): BlockProof {
  const { headerBytes, dagBytes, txBytes, additionalDataBytes } = block;
  const certificate =
    additionalDataBytes === undefined ? undefined : decodeEngineData(additionalDataBytes)?.certificate;
  if (certificate === undefined) return { headerBytes };
  return {
    headerBytes,
    commit: { certificate, blockBytes: encodeBlockInfo({ headerBytes, dagBytes, txBytes, rwSetBytes: [] }) },
  };
}

/** A stored transaction as its hash sees it. Spec: ledger.md §2. */
function hashedForm(bytes: Uint8Array, blockVersion: number): Uint8Array {
  if (blockVersion < blockVersions.v2300) return bytes;
  const { tx, resultBytes } = splitTransaction(bytes);
  if (resultBytes === undefined) return bytes;
  return tx.toTransactionBytes(resultComparisonBytes(decodeMessage(ResultSchema, resultBytes)));
}
