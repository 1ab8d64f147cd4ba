import { bytesToHex, equalBytes } from "@yanta/bytes";
import { publicKeyFromBits } from "@yanta/crypto";
import { BlockIdFlag, type Commit, type Header } from "../../gen/cometbft/types_pb.js";
import { encodeBlockTx } from "../app/engine-tx.ts";
import { engineAddress } from "../engine/engine-keys.ts";
import {
  engineDataHash,
  engineHeaderHash,
  engineValidatorsHash,
  type EngineValidatorKey,
  voteSignBytes,
} from "./engine-hashes.ts";
import { decodeSignedHeader } from "./signed-header.ts";

export interface CertificateToVerify {
  /** M(SignedHeader), from anywhere. */
  readonly certificate: Uint8Array;
  readonly chainId: string;
  readonly engineHeight: bigint;
  /** M(common.BlockInfo) of our block without rwsets and additional data: what the engine's block carried. */
  readonly blockBytes: Uint8Array;
  /** Those in force at the engine's height. */
  readonly validators: readonly EngineValidatorKey[];
  /** The application's hash before the block (`appHash`): it covers the engine heights of all blocks before. Not compared when absent. */
  readonly appHash?: Uint8Array;
}

/** What a good certificate shows. */
export interface CertifiedVotes {
  readonly signedPower: bigint;
  readonly totalPower: bigint;
}

export type CertificateVerdict =
  | { readonly kind: "valid"; readonly votes: CertifiedVotes }
  | { readonly kind: "invalid"; readonly reason: string };

/**
 * Whether validators with more than two thirds of the voting power signed for the engine block that carried our block: the block is the only content
 * of the header's data, the header is what the votes are for, and the validators are those it names.
 */
export function verifyCertificate(input: CertificateToVerify): CertificateVerdict {
  const { header, commit } = decodeSignedHeader(input.certificate) ?? {};
  if (header === undefined || commit === undefined) return invalid("it cannot be read");
  const fault = headerFault(header, commit, input);
  if (fault !== undefined) return invalid(fault);
  const votes = countVotes(commit, input);
  if (typeof votes === "string") return invalid(votes);
  return votes.signedPower * 3n > votes.totalPower * 2n
    ? { kind: "valid", votes }
    : invalid(`signed by ${votes.signedPower} of ${votes.totalPower} votes, more than two thirds are needed`);
}

function headerFault(header: Header, commit: Commit, input: CertificateToVerify): string | undefined {
  if (header.chainId !== input.chainId) return `it is of chain ${header.chainId}`;
  if (header.height !== input.engineHeight || commit.height !== input.engineHeight)
    return `it is of engine height ${header.height}, not ${input.engineHeight}`;
  if (!equalBytes(engineDataHash([encodeBlockTx(input.blockBytes)]), header.dataHash)) return "it is for another block";
  if (!equalBytes(engineValidatorsHash(input.validators), header.validatorsHash)) return "it names other validators";
  if (input.appHash !== undefined && !equalBytes(input.appHash, header.appHash))
    return "it is for another chain of blocks and engine heights before this one";
  if (commit.blockId === undefined || !equalBytes(engineHeaderHash(header), commit.blockId.hash))
    return "its votes are for another header";
  return undefined;
}

function countVotes(commit: Commit, { chainId, validators }: CertificateToVerify): CertifiedVotes | string {
  const byAddress = new Map(validators.map((validator) => [bytesToHex(engineAddress(validator.engineKey)), validator]));
  const counted = new Set<string>();
  let signedPower = 0n;
  for (const vote of commit.signatures) {
    if (vote.blockIdFlag !== BlockIdFlag.COMMIT) continue;
    const address = bytesToHex(vote.validatorAddress);
    const validator = byAddress.get(address);
    if (validator === undefined || counted.has(address)) return `a vote is of no validator, or twice: ${address}`;
    counted.add(address);
    const key = publicKeyFromBits("ED25519", validator.engineKey);
    if (!key.verify(voteSignBytes(chainId, commit, vote), vote.signature, "SHA256"))
      return `the signature of ${address} does not hold`;
    signedPower += validator.power;
  }
  return { signedPower, totalPower: validators.reduce((sum, { power }) => sum + power, 0n) };
}

function invalid(reason: string): CertificateVerdict {
  return { kind: "invalid", reason };
}
