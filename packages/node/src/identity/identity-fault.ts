import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { parseCertificate } from "@yanta/crypto";
import type { Chain } from "@yanta/chain";
import { EndorsementEntrySchema } from "@yanta/protocol";
import type { NodeIdentity } from "./node-identity.ts";

/** A chain and what its engine, if it has one, knows of this node. */
export interface IdentityJudge {
  readonly chain: {
    readonly chainId: string;
    readonly accessControl: Pick<Chain["accessControl"], "verifyEndorsement" | "verifyTlsPeer">;
  };
  /** Whether the node may go by this id. */
  readonly mayBecome: (nodeId: string) => boolean;
}

const message = utf8ToBytes("yanta: would this certificate sign blocks?");

/**
 * Why a node that runs should not take a new identity; undefined when it should. It never changes a good identity for
 * one that is worse: what the old one may do on each chain, the new one may, too.
 */
export function identityFault(
  before: NodeIdentity,
  after: NodeIdentity,
  judges: readonly IdentityJudge[],
  unixSeconds: bigint,
): string | undefined {
  if (after.orgId !== before.orgId) return `it is of ${after.orgId}, this node is of ${before.orgId}`;
  if ((after.rpcTls === undefined) !== (before.rpcTls === undefined)) return "TLS cannot be switched while a node runs";
  for (const { chain, mayBecome } of judges) {
    if (after.nodeId !== before.nodeId && !mayBecome(after.nodeId))
      return `its node id ${after.nodeId} was not prepared for by \`yanta network rotate-node\``;
    const signs = (identity: NodeIdentity): string | undefined => proposerFault(identity, chain, unixSeconds);
    const shows = (identity: NodeIdentity): string | undefined => tlsFault(identity, chain, unixSeconds);
    const worse = worsened(before, after, signs) ?? worsened(before, after, shows);
    if (worse !== undefined) return `${chain.chainId}: ${worse}`;
  }
  return undefined;
}

function worsened(
  before: NodeIdentity,
  after: NodeIdentity,
  fault: (identity: NodeIdentity) => string | undefined,
): string | undefined {
  return fault(before) === undefined ? fault(after) : undefined;
}

/** Asks as the other nodes will when it proposes a block. */
function proposerFault(
  { signer }: NodeIdentity,
  { accessControl }: IdentityJudge["chain"],
  unixSeconds: bigint,
): string | undefined {
  const entry = create(EndorsementEntrySchema, { signer: signer.member, signature: signer.sign(message) });
  return accessControl.verifyEndorsement("CONSENSUS", message, entry, unixSeconds)?.message;
}

function tlsFault(
  { rpcTls }: NodeIdentity,
  { accessControl }: IdentityJudge["chain"],
  unixSeconds: bigint,
): string | undefined {
  if (rpcTls === undefined) return undefined;
  return accessControl.verifyTlsPeer(parseCertificate(rpcTls.certificatePem), unixSeconds)?.message;
}
