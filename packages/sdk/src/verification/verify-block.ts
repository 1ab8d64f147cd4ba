import { bytesToUtf8, equalBytes } from "@yanta/bytes";
import { parseCertificate, type HashAlgorithm } from "@yanta/crypto";
import { blockSigningMessage, findHeaderMismatch, scanBlockInfo, type BlockHeader } from "@yanta/protocol";
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
  /** The height that was asked for; any when absent. */
  readonly height?: bigint;
  /** The block was asked for with its read-write sets, so that it must not come without. */
  readonly hasRwSets?: boolean;
}

/**
 * Recomputes all that a block claims, from its bytes alone: its hash, the roots over transactions, read-write sets and
 * DAG, the link to the block before, and the proposer's signature. Trusts nobody; the proposer's right to
 * propose is for the chain's configuration to say. A block's hash does not cover the gas used by a transaction (from
 * block version 2300 on) and the additional data.
 *
 * Errors: SDK_BLOCK_INVALID names the height and what does not hold.
 * Spec: ledger.md §2.
 */
export function verifyBlock(blockInfoBytes: Uint8Array, options: VerifyBlockOptions): VerifiedBlock {
  const block = scanBlockInfo(blockInfoBytes);
  const { header } = block;
  const refuse = (what: string): Error => sdkErrors.create("SDK_BLOCK_INVALID", { height: header.blockHeight, what });
  if (options.height !== undefined && header.blockHeight !== options.height) throw refuse("block_height");
  const mismatch = findHeaderMismatch(block, options.algorithm);
  if (mismatch !== undefined) throw refuse(mismatch);
  if (options.hasRwSets === true && block.rwSetBytes.length === 0 && header.txCount > 0) throw refuse("rw_set_root");
  if (options.previousHash !== undefined && !equalBytes(header.preBlockHash, options.previousHash)) {
    throw refuse("pre_block_hash");
  }
  // Only the genesis block has no proposer.
  if (header.blockHeight > 0n && !isSignedByProposer(header)) {
    throw refuse(`signature of ${header.proposer?.orgId ?? "nobody"}`);
  }
  return { height: header.blockHeight, blockHash: header.blockHash, txCount: header.txCount };
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
