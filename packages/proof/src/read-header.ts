import { equalBytes } from "@yanta/bytes";
import type { HashAlgorithm } from "@yanta/crypto";
import { type BlockHeader, BlockHeaderSchema, blockHash, decodeMessage, encodeMessage } from "@yanta/protocol";
import { proofErrors } from "./errors.ts";

/**
 * A header in its one encoding whose hash is its own. Errors: PROOF_MALFORMED, PROOF_BLOCK_INVALID.
 * Spec: ledger.md §2 "block_hash".
 */
export function readHeader(bytes: Uint8Array, algorithm: HashAlgorithm): BlockHeader {
  const header = decodeHeader(bytes);
  if (!equalBytes(blockHash(algorithm, header), header.blockHash))
    throw proofErrors.create("PROOF_BLOCK_INVALID", { height: header.blockHeight, what: "block_hash" });
  return header;
}

/** A header in its one encoding; its hash is not looked at. Errors: PROOF_MALFORMED. */
export function decodeHeader(bytes: Uint8Array): BlockHeader {
  const malformed = (cause?: unknown): Error =>
    proofErrors.create("PROOF_MALFORMED", { part: "a block header", reason: "no M(BlockHeader)" }, cause);
  let header: BlockHeader;
  try {
    header = decodeMessage(BlockHeaderSchema, bytes);
  } catch (error) {
    throw malformed(error);
  }
  if (!equalBytes(encodeMessage(BlockHeaderSchema, header), bytes)) throw malformed();
  return header;
}
