import { concatBytes, equalBytes } from "@yanta/bytes";
import type { HashAlgorithm } from "@yanta/crypto";
import { CodedError } from "@yanta/errors";
import { encodeBlockInfo, findHeaderMismatch, scanBlockInfo, scanOwnBlockInfo } from "@yanta/protocol";
import type { BlockRecord, LedgerReader } from "@yanta/storage";
import { firstDigest, nextDigest } from "../app/app-hash.ts";
import { decodeEngineData, encodeAdditionalData, readEngineData } from "../app/engine-data.ts";
import { digestAt } from "../app/engine-history.ts";
import { encodeBlockTx } from "../app/engine-tx.ts";

const digestLength = 32;

/** How a block on its way is told from every other: by the chain digest up to it, or, before the first engine block, by its hash. */
export type ExpectedBlock =
  | { readonly kind: "digest"; readonly digest: Uint8Array }
  | { readonly kind: "hash"; readonly hash: Uint8Array };

/**
 * A block as a snapshot holds it, the same on every node: the chain digest before it (zeros before the first engine block), then M(BlockInfo) with its
 * rwsets and what all nodes know of the engine; the certificate, which differs from node to node, is left out.
 */
export function encodeFrame(ledger: LedgerReader, record: BlockRecord): Uint8Array {
  const data = readEngineData(record);
  const { additionalDataBytes: _, ...parts } = scanOwnBlockInfo(record.blockInfoBytes);
  if (data === undefined) return concatBytes(new Uint8Array(digestLength), encodeBlockInfo(parts));
  const additionalDataBytes = encodeAdditionalData({ ...data, certificate: undefined });
  return concatBytes(digestAt(ledger, record.height - 1n), encodeBlockInfo({ ...parts, additionalDataBytes }));
}

export interface FrameToCheck {
  readonly frame: Uint8Array;
  readonly height: bigint;
  readonly expected: ExpectedBlock;
  readonly algorithm: HashAlgorithm;
}

/** A block that is what was expected, and how the one below it is told. */
export interface CheckedFrame {
  readonly record: BlockRecord;
  /** Undefined for a block that no engine decided. */
  readonly engineHeight: bigint | undefined;
  readonly below: ExpectedBlock;
}

/** Checks a stranger's frame down to its last byte; undefined = it is not the expected block. */
export function checkFrame(input: FrameToCheck): CheckedFrame | undefined {
  try {
    return checkedFrame(input);
  } catch (error) {
    if (error instanceof CodedError && error.code.startsWith("PROTOCOL_")) return undefined;
    throw error;
  }
}

function checkedFrame({ frame, height, expected, algorithm }: FrameToCheck): CheckedFrame | undefined {
  const blockInfoBytes = frame.subarray(digestLength);
  const scanned = scanBlockInfo(blockInfoBytes);
  const { header, headerBytes, dagBytes, txBytes, rwSetBytes, additionalDataBytes } = scanned;
  if (header.blockHeight !== height || rwSetBytes.length !== txBytes.length) return undefined;
  if (findHeaderMismatch(scanned, algorithm) !== undefined) return undefined;
  if (!equalBytes(encodeBlockInfo(scanned), blockInfoBytes)) return undefined;
  const record: BlockRecord = { height, blockHash: header.blockHash, blockInfoBytes };
  if (expected.kind === "hash") {
    if (additionalDataBytes !== undefined || !equalBytes(header.blockHash, expected.hash)) return undefined;
    return { record, engineHeight: undefined, below: { kind: "hash", hash: header.preBlockHash } };
  }
  const data = additionalDataBytes === undefined ? undefined : decodeEngineData(additionalDataBytes);
  if (data === undefined || additionalDataBytes === undefined) return undefined;
  const own = encodeAdditionalData({ ...data, certificate: undefined });
  const before = frame.subarray(0, digestLength);
  const engineTx = encodeBlockTx(encodeBlockInfo({ headerBytes, dagBytes, txBytes, rwSetBytes: [] }));
  const digest = nextDigest(before, data.engineHeight, engineTx);
  if (!equalBytes(own, additionalDataBytes) || !equalBytes(digest, data.digest)) return undefined;
  if (!equalBytes(digest, expected.digest)) return undefined;
  const isFirst = equalBytes(before, firstDigest(header.preBlockHash));
  const below: ExpectedBlock = isFirst
    ? { kind: "hash", hash: header.preBlockHash }
    : { kind: "digest", digest: before };
  return { record, engineHeight: data.engineHeight, below };
}
