import { create } from "@bufbuild/protobuf";
import { BlockIdFlag, CommitSchema, HeaderSchema, SignedHeaderSchema } from "../gen/cometbft/types_pb.js";
import { encodeBlockTx } from "../cometbft/app/engine-tx.ts";
import { engineAddress } from "../cometbft/engine/engine-keys.ts";
import {
  engineDataHash,
  engineHeaderHash,
  engineValidatorsHash,
  voteSignBytes,
} from "../cometbft/certificate/engine-hashes.ts";
import { encodeSignedHeader } from "../cometbft/certificate/signed-header.ts";
import { testEngineBinding, testEngineKey } from "./engine-node.ts";

/** A block and who votes for it. */
export interface TestCommit {
  readonly engineHeight: bigint;
  /** M(common.BlockInfo) without rwsets and additional data. */
  readonly blockBytes: Uint8Array;
  /** Numbers of the organisations whose engines are validators. */
  readonly validators: readonly number[];
  readonly voters: readonly number[];
  /** The application's hash before the block. */
  readonly appHash?: Uint8Array;
}

/** The certificate of a block of `chain1`: M(SignedHeader). */
export function testCertificate({ engineHeight, blockBytes, validators, voters, appHash }: TestCommit): Uint8Array {
  const keys = validators.map((org) => ({ engineKey: testEngineBinding(org).engineKey, power: 1n }));
  const header = create(HeaderSchema, {
    chainId: "chain1",
    height: engineHeight,
    dataHash: engineDataHash([encodeBlockTx(blockBytes)]),
    validatorsHash: engineValidatorsHash(keys),
    ...(appHash === undefined ? {} : { appHash }),
  });
  const blockId = { hash: engineHeaderHash(header), partSetHeader: { total: 1, hash: new Uint8Array(32) } };
  const commit = create(CommitSchema, { height: engineHeight, blockId });
  commit.signatures = voters.map((org) => {
    const key = testEngineKey(org);
    const vote = {
      $typeName: "cometbft.types.CommitSig" as const,
      blockIdFlag: BlockIdFlag.COMMIT,
      validatorAddress: engineAddress(key.publicKey.keyBits),
      signature: new Uint8Array(),
    };
    return { ...vote, signature: key.sign(voteSignBytes("chain1", commit, vote), "SHA256") };
  });
  return encodeSignedHeader(create(SignedHeaderSchema, { header, commit }));
}
