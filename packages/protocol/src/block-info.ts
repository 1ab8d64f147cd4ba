import { fromBinary } from "@bufbuild/protobuf";
import { emptyBytes } from "@yanta/bytes";
import { type BlockHeader, BlockHeaderSchema, BlockInfoSchema } from "./gen/common/block_pb.js";
import { blockPiecesMax } from "./limits.ts";
import { canonicalBytes } from "./wire/canonical-bytes.ts";
import { delimitedSize, putDelimited } from "./wire/byte-writer.ts";
import { splitFields } from "./wire/split-fields.ts";

/** The encoded pieces of a block and its read-write sets. */
export interface BlockInfoParts {
  /** M(BlockHeader). */
  readonly headerBytes: Uint8Array;
  /** M(DAG); undefined when the block has none. */
  readonly dagBytes: Uint8Array | undefined;
  /** M(Transaction) each, in block order. */
  readonly txBytes: readonly Uint8Array[];
  /** M(AdditionalData); undefined when there is none. */
  readonly additionalDataBytes?: Uint8Array | undefined;
  /** M(TxRWSet) each, in block order. */
  readonly rwSetBytes: readonly Uint8Array[];
}

/**
 * M(BlockInfo) spliced from its pieces; the same bytes are M(store.BlockWithRWSet) without its events.
 * Spec: ledger.md §1; vector block.json.
 */
export function encodeBlockInfo(parts: BlockInfoParts): Uint8Array {
  let blockSize = delimitedSize(parts.headerBytes.length);
  if (parts.dagBytes !== undefined) blockSize += delimitedSize(parts.dagBytes.length);
  for (const tx of parts.txBytes) blockSize += delimitedSize(tx.length);
  if (parts.additionalDataBytes !== undefined) blockSize += delimitedSize(parts.additionalDataBytes.length);
  let size = delimitedSize(blockSize);
  for (const rwSet of parts.rwSetBytes) size += delimitedSize(rwSet.length);

  const out = new Uint8Array(size);
  let position = putHead(out, 0, 1, blockSize);
  position = putDelimited(out, position, 1, parts.headerBytes);
  if (parts.dagBytes !== undefined) position = putDelimited(out, position, 2, parts.dagBytes);
  for (const tx of parts.txBytes) position = putDelimited(out, position, 3, tx);
  if (parts.additionalDataBytes !== undefined) position = putDelimited(out, position, 4, parts.additionalDataBytes);
  for (const rwSet of parts.rwSetBytes) position = putDelimited(out, position, 2, rwSet);
  return out;
}

/** A block record taken apart; every byte array is a view of the scanned bytes. */
export interface ScannedBlockInfo extends BlockInfoParts {
  readonly header: BlockHeader;
  /** M(Block): field 1 of the record. */
  readonly blockBytes: Uint8Array;
}

/**
 * Takes M(BlockInfo) apart without decoding its transactions. Untrusted bytes are brought into canonical form first,
 * so that the pieces are what ChainMaker would hash. The bytes are kept: they must not change afterwards.
 *
 * Errors: PROTOCOL_BYTES_MALFORMED, PROTOCOL_BYTES_TOO_LARGE, PROTOCOL_FIELDS_TOO_MANY.
 */
export function scanBlockInfo(blockInfoBytes: Uint8Array): ScannedBlockInfo {
  return splitBlockInfo(canonicalBytes(BlockInfoSchema, blockInfoBytes), blockPiecesMax);
}

/** `scanBlockInfo` for bytes that this node made itself with `encodeBlockInfo`: nothing is checked. */
export function scanOwnBlockInfo(blockInfoBytes: Uint8Array): ScannedBlockInfo {
  return splitBlockInfo(blockInfoBytes);
}

function splitBlockInfo(bytes: Uint8Array, piecesMax?: number): ScannedBlockInfo {
  let blockBytes: Uint8Array = emptyBytes;
  const rwSetBytes: Uint8Array[] = [];
  for (const field of splitFields(bytes, piecesMax)) {
    const content = bytes.subarray(field.contentStart, field.end);
    if (field.number === 1) blockBytes = content;
    else rwSetBytes.push(content);
  }
  let headerBytes: Uint8Array = emptyBytes;
  let dagBytes: Uint8Array | undefined;
  let additionalDataBytes: Uint8Array | undefined;
  const txBytes: Uint8Array[] = [];
  for (const field of splitFields(blockBytes, piecesMax)) {
    const content = blockBytes.subarray(field.contentStart, field.end);
    if (field.number === 1) headerBytes = content;
    else if (field.number === 2) dagBytes = content;
    else if (field.number === 3) txBytes.push(content);
    else additionalDataBytes = content;
  }
  return {
    header: fromBinary(BlockHeaderSchema, headerBytes),
    blockBytes,
    headerBytes,
    dagBytes,
    txBytes,
    additionalDataBytes,
    rwSetBytes,
  };
}

function putHead(out: Uint8Array, start: number, number: number, length: number): number {
  let position = start;
  out[position++] = (number << 3) | 2;
  let rest = length;
  while (rest >= 0x80) {
    out[position++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out[position++] = rest;
  return position;
}
