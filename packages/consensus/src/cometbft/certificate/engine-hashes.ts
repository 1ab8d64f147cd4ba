import { create, toBinary } from "@bufbuild/protobuf";
import {
  BytesValueSchema,
  Int64ValueSchema,
  StringValueSchema,
  type Timestamp,
  TimestampSchema,
} from "@bufbuild/protobuf/wkt";
import { compareBytes, concatBytes, emptyBytes, encodeVarint } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import {
  type BlockId,
  BlockIdSchema,
  CanonicalVoteSchema,
  type Commit,
  type CommitSig,
  ConsensusVersionSchema,
  type Header,
  SignedMsgType,
  SimpleValidatorSchema,
} from "../../gen/cometbft/types_pb.js";
import { engineAddress } from "../engine/engine-keys.ts";

/** A validator as its set is hashed. */
export interface EngineValidatorKey {
  /** Ed25519, 32 bytes. */
  readonly engineKey: Uint8Array;
  readonly power: bigint;
}

/** Merkle root of RFC 6962 over SHA-256: leaves 0x00, inner nodes 0x01. Spec: CometBFT v0.38 spec/core/data_structures.md "MerkleRoot". */
export function engineMerkleRoot(items: readonly Uint8Array[]): Uint8Array {
  const [first] = items;
  if (first === undefined) return hashBytes("SHA256", emptyBytes);
  if (items.length === 1) return hashBytes("SHA256", concatBytes(Uint8Array.of(0), first));
  let split = 1;
  while (split * 2 < items.length) split *= 2;
  const [left, right] = [engineMerkleRoot(items.slice(0, split)), engineMerkleRoot(items.slice(split))];
  return hashBytes("SHA256", concatBytes(Uint8Array.of(1), left, right));
}

/** Hash of an engine block's transactions (`data_hash`). */
export function engineDataHash(txs: readonly Uint8Array[]): Uint8Array {
  return engineMerkleRoot(txs.map((tx) => hashBytes("SHA256", tx)));
}

/** Hash of a set of validators (`validators_hash`): by power, then by address. */
export function engineValidatorsHash(validators: readonly EngineValidatorKey[]): Uint8Array {
  const sorted = validators.toSorted((a, b) =>
    a.power === b.power
      ? compareBytes(engineAddress(a.engineKey), engineAddress(b.engineKey))
      : a.power > b.power
        ? -1
        : 1,
  );
  return engineMerkleRoot(
    sorted.map(({ engineKey, power }) =>
      toBinary(
        SimpleValidatorSchema,
        create(SimpleValidatorSchema, {
          pubKey: { sum: { case: "ed25519", value: engineKey } },
          votingPower: power,
        }),
      ),
    ),
  );
}

/** Hash of an engine block's header, which votes are for. Spec: CometBFT v0.38 spec/core/data_structures.md "Header". */
export function engineHeaderHash(header: Header): Uint8Array {
  const bytes = (value: Uint8Array): Uint8Array =>
    value.length === 0 ? emptyBytes : toBinary(BytesValueSchema, create(BytesValueSchema, { value }));
  return engineMerkleRoot([
    toBinary(ConsensusVersionSchema, header.version ?? create(ConsensusVersionSchema)),
    toBinary(StringValueSchema, create(StringValueSchema, { value: header.chainId })),
    toBinary(Int64ValueSchema, create(Int64ValueSchema, { value: header.height })),
    toBinary(TimestampSchema, header.time ?? create(TimestampSchema)),
    toBinary(BlockIdSchema, wholeBlockId(header.lastBlockId)),
    bytes(header.lastCommitHash),
    bytes(header.dataHash),
    bytes(header.validatorsHash),
    bytes(header.nextValidatorsHash),
    bytes(header.consensusHash),
    bytes(header.appHash),
    bytes(header.lastResultsHash),
    bytes(header.evidenceHash),
    bytes(header.proposerAddress),
  ]);
}

/** What a validator signed when it voted for a commit's block. Spec: CometBFT v0.38 spec/core/data_structures.md "CanonicalVote". */
export function voteSignBytes(chainId: string, commit: Commit, { timestamp }: CommitSig): Uint8Array {
  const message = toBinary(
    CanonicalVoteSchema,
    create(CanonicalVoteSchema, {
      type: SignedMsgType.PRECOMMIT,
      height: commit.height,
      round: BigInt(commit.round),
      blockId: wholeBlockId(commit.blockId),
      timestamp: wholeTime(timestamp),
      chainId,
    }),
  );
  return concatBytes(encodeVarint(message.length), message);
}

/** The engine writes the part-set header even when it is empty. */
function wholeBlockId(id: BlockId | undefined): BlockId {
  const { hash = emptyBytes, partSetHeader } = id ?? {};
  const { total = 0, hash: partsHash = emptyBytes } = partSetHeader ?? {};
  return create(BlockIdSchema, { hash, partSetHeader: { total, hash: partsHash } });
}

function wholeTime(time: Timestamp | undefined): Timestamp {
  return time ?? create(TimestampSchema);
}
