import { create } from "@bufbuild/protobuf";
import { emptyBytes } from "@yanta/bytes";
import { type HashAlgorithm, hashBytes } from "@yanta/crypto";
import { encodeMessage } from "./encode-message.ts";
import { type BlockHeader, BlockHeaderSchema, BlockSchema, BlockType } from "./gen/common/block_pb.js";

/**
 * block_hash: H(M(header without block_hash and signature)); proposer and consensus_args count.
 * Spec: ledger.md §2; vector block.json.
 */
export function blockHash(algorithm: HashAlgorithm, header: BlockHeader): Uint8Array {
  return hashBytes(
    algorithm,
    encodeMessage(BlockHeaderSchema, { ...header, blockHash: emptyBytes, signature: emptyBytes }),
  );
}

/**
 * The message that a proposer signs: the block hash itself, which the signature scheme hashes once more.
 * Spec: ledger.md §2 "proposer signature"; vector block.json.
 */
export function blockSigningMessage(header: BlockHeader): Uint8Array {
  return header.blockHash;
}

/**
 * H(M(Block)) of a block that holds only a header without block_hash, signature, consensus_args and block_type:
 * what DPoS and MaxBFT chains sign over. Spec: ledger.md §2 "partial block hash"; vector block.json.
 */
export function partialBlockHash(algorithm: HashAlgorithm, header: BlockHeader): Uint8Array {
  const partial = {
    ...header,
    blockHash: emptyBytes,
    signature: emptyBytes,
    consensusArgs: emptyBytes,
    blockType: BlockType.NORMAL_BLOCK,
  };
  return hashBytes(algorithm, encodeMessage(BlockSchema, create(BlockSchema, { header: partial })));
}
