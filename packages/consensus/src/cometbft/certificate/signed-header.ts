import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { base64ToBytes, emptyBytes, hexToBytes } from "@yanta/bytes";
import { consensusErrors } from "../../errors.ts";
import { type SignedHeader, SignedHeaderSchema } from "../../gen/cometbft/types_pb.js";

type Json = Readonly<Record<string, unknown>>;

/**
 * Header and commit from the JSON that the engine's RPC gives (`signed_header` of `/commit`).
 * Errors: CONSENSUS_ENGINE_PROTOCOL. Spec: CometBFT v0.38 rpc/openapi/openapi.yaml.
 */
export function parseSignedHeader(value: unknown): SignedHeader {
  const signedHeader = object(value);
  const header = object(signedHeader["header"]);
  const version = object(header["version"]);
  const commit = object(signedHeader["commit"]);
  const signatures: unknown = commit["signatures"];
  if (!Array.isArray(signatures)) throw malformed("commit.signatures");
  return create(SignedHeaderSchema, {
    header: {
      version: { block: integer(version, "block"), app: version["app"] === undefined ? 0n : integer(version, "app") },
      chainId: text(header, "chain_id"),
      height: integer(header, "height"),
      time: time(header, "time"),
      lastBlockId: blockId(header["last_block_id"]),
      lastCommitHash: hex(header, "last_commit_hash"),
      dataHash: hex(header, "data_hash"),
      validatorsHash: hex(header, "validators_hash"),
      nextValidatorsHash: hex(header, "next_validators_hash"),
      consensusHash: hex(header, "consensus_hash"),
      appHash: hex(header, "app_hash"),
      lastResultsHash: hex(header, "last_results_hash"),
      evidenceHash: hex(header, "evidence_hash"),
      proposerAddress: hex(header, "proposer_address"),
    },
    commit: {
      height: integer(commit, "height"),
      round: Number(integer(commit, "round")),
      blockId: blockId(commit["block_id"]),
      signatures: signatures.map((each) => {
        const signature = object(each);
        return {
          blockIdFlag: Number(integer(signature, "block_id_flag")),
          validatorAddress: hex(signature, "validator_address"),
          timestamp: time(signature, "timestamp"),
          signature: base64(signature, "signature"),
        };
      }),
    },
  });
}

/** M(SignedHeader): a certificate as it is stored. */
export function encodeSignedHeader(signedHeader: SignedHeader): Uint8Array {
  return toBinary(SignedHeaderSchema, signedHeader);
}

/** A stored certificate, from anywhere; undefined when the bytes are none. */
export function decodeSignedHeader(bytes: Uint8Array): SignedHeader | undefined {
  try {
    return fromBinary(SignedHeaderSchema, bytes);
  } catch {
    return undefined;
  }
}

function blockId(value: unknown): { hash: Uint8Array; partSetHeader: { total: number; hash: Uint8Array } } {
  const id = object(value);
  const parts = object(id["parts"]);
  return { hash: hex(id, "hash"), partSetHeader: { total: Number(integer(parts, "total")), hash: hex(parts, "hash") } };
}

/** RFC 3339 with up to nine digits of a second, in UTC. */
function time(json: Json, name: string): Pick<Timestamp, "seconds" | "nanos"> {
  const match = /^(-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text(json, name));
  const milliseconds = match === null ? Number.NaN : Date.parse(`${match[1] ?? ""}Z`);
  if (Number.isNaN(milliseconds)) throw malformed(name);
  return { seconds: BigInt(milliseconds / 1000), nanos: Number((match?.[2] ?? "").padEnd(9, "0")) };
}

function integer(json: Json, name: string): bigint {
  const value = json[name];
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "string" && /^-?\d{1,19}$/.test(value)) return BigInt(value);
  throw malformed(name);
}

function text(json: Json, name: string): string {
  const value = json[name];
  if (typeof value !== "string") throw malformed(name);
  return value;
}

function hex(json: Json, name: string): Uint8Array {
  const bytes = hexToBytes(text(json, name).toLowerCase());
  if (bytes === undefined) throw malformed(name);
  return bytes;
}

/** An absent vote has no signature: null. */
function base64(json: Json, name: string): Uint8Array {
  if (json[name] === null) return emptyBytes;
  const bytes = base64ToBytes(text(json, name));
  if (bytes === undefined) throw malformed(name);
  return bytes;
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function malformed(name: string): Error {
  return consensusErrors.create("CONSENSUS_ENGINE_PROTOCOL", { reason: `${name} of a signed header cannot be read` });
}
