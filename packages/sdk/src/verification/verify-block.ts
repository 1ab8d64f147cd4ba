import { bytesToUtf8, equalBytes } from "@yanta/bytes";
import { hashBytes, parseCertificate, type HashAlgorithm } from "@yanta/crypto";
import {
  ResultSchema,
  blockHash,
  blockSigningMessage,
  blockVersions,
  dagHash,
  decodeMessage,
  hashRwSet,
  resultComparisonBytes,
  rwSetRoot,
  scanBlockInfo,
  splitTransaction,
  txRoot,
  type BlockHeader,
  type ScannedBlockInfo,
} from "@yanta/protocol";
import { sdkErrors } from "../errors.ts";

/** What was verified of one block. */
export interface VerifiedBlock {
  readonly height: bigint;
  readonly blockHash: Uint8Array;
  readonly txCount: number;
}

export interface VerifyBlockOptions {
  /** Hash of the chain's configuration (crypto.hash). */
  readonly algorithm: HashAlgorithm;
  /** Hash of the block before; undefined when the block is the first that is looked at. */
  readonly previousHash: Uint8Array | undefined;
}

/**
 * Recomputes all that a block claims, from its bytes alone: its hash, the roots over transactions, read-write sets and
 * DAG, the link to the block before, and the proposer's signature. Trusts nobody; the proposer's right to
 * propose is for the chain's configuration to say.
 *
 * Errors: SDK_BLOCK_INVALID names the height and what does not hold.
 * Spec: ledger.md §2.
 */
export function verifyBlock(blockInfoBytes: Uint8Array, options: VerifyBlockOptions): VerifiedBlock {
  const block = scanBlockInfo(blockInfoBytes);
  const { header } = block;
  const { algorithm } = options;
  const demand = (holds: boolean, what: string): void => {
    if (!holds) throw sdkErrors.create("SDK_BLOCK_INVALID", { height: header.blockHeight, what });
  };
  demand(equalBytes(blockHash(algorithm, header), header.blockHash), "block_hash");
  if (options.previousHash !== undefined)
    demand(equalBytes(header.preBlockHash, options.previousHash), "pre_block_hash");
  demand(header.txCount === block.txBytes.length, "tx_count");
  demand(equalBytes(dagHash(algorithm, block.dagBytes ?? new Uint8Array(0)), header.dagHash), "dag_hash");
  demand(equalBytes(txRoot(algorithm, transactionHashes(block, algorithm)), header.txRoot), "tx_root");
  if (block.rwSetBytes.length > 0) {
    const hashes = block.rwSetBytes.map((bytes) => hashRwSet(algorithm, bytes));
    demand(equalBytes(rwSetRoot(algorithm, hashes), header.rwSetRoot), "rw_set_root");
  }
  // Only the genesis block has no proposer.
  if (header.blockHeight > 0n) demand(isSignedByProposer(header), `signature of ${header.proposer?.orgId ?? "nobody"}`);
  return { height: header.blockHeight, blockHash: header.blockHash, txCount: header.txCount };
}

function transactionHashes(block: ScannedBlockInfo, algorithm: HashAlgorithm): Uint8Array[] {
  return block.txBytes.map((bytes) => {
    if (block.header.blockVersion < blockVersions.v2300) return hashBytes(algorithm, bytes);
    const { tx, resultBytes } = splitTransaction(bytes);
    if (resultBytes === undefined) return hashBytes(algorithm, bytes);
    return hashBytes(algorithm, tx.toTransactionBytes(resultComparisonBytes(decodeMessage(ResultSchema, resultBytes))));
  });
}

function isSignedByProposer(header: BlockHeader): boolean {
  if (header.proposer === undefined) return false;
  try {
    const certificate = parseCertificate(bytesToUtf8(header.proposer.memberInfo));
    return certificate.publicKey.verify(blockSigningMessage(header), header.signature, certificate.signatureHash);
  } catch {
    return false;
  }
}
