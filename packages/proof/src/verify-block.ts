import { create } from "@bufbuild/protobuf";
import { equalBytes } from "@yanta/bytes";
import {
  type CertifiedVotes,
  decodeSignedHeader,
  encodeSignedHeader,
  verifyCertificate,
} from "@yanta/consensus/certificate";
import { type BlockHeader, blockSigningMessage, EndorsementEntrySchema, scanBlockInfo } from "@yanta/protocol";
import { type Configuration, consensusOrgs, isSolo } from "./configuration.ts";
import { proofErrors } from "./errors.ts";
import type { CommitProof, ProvenMember, ProvenState } from "./interface.ts";
import { memberOf } from "./member.ts";

/** Who proposed a block, when its configuration lets them. Errors: PROOF_BLOCK_INVALID. */
export function verifyProposer(header: BlockHeader, { accessControl, config }: Configuration): ProvenMember {
  const refuse = (what: string): Error =>
    proofErrors.create("PROOF_BLOCK_INVALID", { height: header.blockHeight, what });
  if (header.chainId !== config.chainId) throw refuse(`chain id ${header.chainId}`);
  const { proposer, blockTimestamp } = header;
  if (proposer === undefined) throw refuse("it has no proposer");
  const entry = create(EndorsementEntrySchema, { signer: proposer, signature: header.signature });
  const refusal = accessControl.verifyEndorsement("CONSENSUS", blockSigningMessage(header), entry, blockTimestamp);
  if (refusal !== undefined) throw refuse(`its proposer: ${refusal.message}`);
  const resolved = accessControl.resolveMember(proposer, blockTimestamp);
  if (resolved.kind === "refusal") throw refuse(`its proposer: ${resolved.refusal.message}`);
  // Any CA of the chain can issue a node's certificate; without votes it matters that only those who run a node can.
  const makers = consensusOrgs(config);
  if (isSolo(config) && makers.length > 0 && !makers.includes(resolved.identity.orgId))
    throw refuse(`its proposer: ${resolved.identity.orgId} has no consensus node`);
  return memberOf(resolved.identity);
}

/** A certificate that holds. */
export interface Certified {
  readonly votes: CertifiedVotes;
  readonly engineHeight: bigint;
  readonly stateBefore: ProvenState;
}

/** A block that votes are for. */
export interface BlockToCertify {
  readonly header: BlockHeader;
  readonly headerBytes: Uint8Array;
  /** The application's hash before it, where it is known without the certificate. */
  readonly appHashBefore: Uint8Array | undefined;
}

/**
 * Checks the votes for a block. `configurations` are those up to the one its header names, oldest first. Errors: PROOF_MALFORMED,
 * PROOF_CERTIFICATE_INVALID.
 */
export function verifyCommit(
  { certificate, blockBytes }: CommitProof,
  { header, headerBytes, appHashBefore }: BlockToCertify,
  configurations: readonly Configuration[],
): Certified {
  const height = header.blockHeight;
  const refuse = (reason: string): Error => proofErrors.create("PROOF_CERTIFICATE_INVALID", { height, reason });
  if (!equalBytes(scanHeader(blockBytes), headerBytes)) throw refuse("its block has another header");
  const signedHeader = decodeSignedHeader(certificate);
  const engineHeader = signedHeader?.header;
  if (
    signedHeader === undefined ||
    engineHeader === undefined ||
    !equalBytes(encodeSignedHeader(signedHeader), certificate)
  )
    throw refuse("it cannot be read");
  const { height: engineHeight, appHash } = engineHeader;
  // A change that engine height H makes is in force from H + 2 on.
  const inForce = configurations.findLast((each) => (each.engineHeight ?? -2n) <= engineHeight - 2n);
  if (inForce === undefined) throw refuse(`no configuration is in force at engine height ${engineHeight}`);
  const verdict = verifyCertificate({
    certificate,
    chainId: header.chainId,
    engineHeight,
    blockBytes,
    validators: inForce.validators,
    ...(appHashBefore === undefined ? {} : { appHash: appHashBefore }),
  });
  if (verdict.kind === "invalid") throw refuse(verdict.reason);
  return { votes: verdict.votes, engineHeight, stateBefore: { appHash, isComputed: appHashBefore !== undefined } };
}

function scanHeader(blockBytes: Uint8Array): Uint8Array {
  try {
    return scanBlockInfo(blockBytes).headerBytes;
  } catch (error) {
    throw proofErrors.create("PROOF_MALFORMED", { part: "a block", reason: "no M(BlockInfo)" }, error);
  }
}
