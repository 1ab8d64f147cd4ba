import { create } from "@bufbuild/protobuf";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { AdditionalDataSchema, decodeMessage, encodeMessage, scanOwnBlockInfo } from "@yanta/protocol";
import type { BlockRecord } from "@yanta/storage";

/** Names in a block's additional_data, which no hash covers. */
const heightName = "CometBFTHeight";
const digestName = "CometBFTDigest";
const certificateName = "CometBFTCertificate";

/** What the engine adds to a block of ours. */
export interface EngineData {
  /** Height of the engine block that carried it. The same on every node. */
  readonly engineHeight: bigint;
  /** Digest of the chain up to this block (`nextDigest`). The same on every node. */
  readonly digest: Uint8Array;
  /** M(SignedHeader) of that height: header and votes as this node saw them. Differs from node to node. */
  readonly certificate: Uint8Array | undefined;
}

/** As members of additional_data.extra_data; the height in decimal digits. */
export function encodeEngineData({ engineHeight, digest, certificate }: EngineData): Map<string, Uint8Array> {
  const entries = new Map([
    [heightName, utf8ToBytes(engineHeight.toString())],
    [digestName, digest],
  ]);
  return certificate === undefined ? entries : entries.set(certificateName, certificate);
}

/** As M(AdditionalData): the bytes that the ledger stores. */
export function encodeAdditionalData(data: EngineData): Uint8Array {
  const extraData = Object.fromEntries(encodeEngineData(data));
  return encodeMessage(AdditionalDataSchema, create(AdditionalDataSchema, { extraData }));
}

/** What a stored block carries of the engine; undefined when no engine decided it (genesis, blocks of solo). */
export function readEngineData({ blockInfoBytes }: Pick<BlockRecord, "blockInfoBytes">): EngineData | undefined {
  const { additionalDataBytes } = scanOwnBlockInfo(blockInfoBytes);
  return additionalDataBytes === undefined ? undefined : decodeEngineData(additionalDataBytes);
}

/** The same from M(AdditionalData), from anybody: throws PROTOCOL_BYTES_MALFORMED when it is none. */
export function decodeEngineData(additionalDataBytes: Uint8Array): EngineData | undefined {
  const { extraData } = decodeMessage(AdditionalDataSchema, additionalDataBytes);
  const { [heightName]: height, [digestName]: digest, [certificateName]: certificate } = extraData;
  if (height === undefined || digest === undefined || !/^\d{1,19}$/.test(bytesToUtf8(height))) return undefined;
  return { engineHeight: BigInt(bytesToUtf8(height)), digest, certificate };
}
