import type { Certificate } from "@yanta/crypto";
import type { EndorsementEntry } from "@yanta/protocol";
import type { Signer } from "./evaluate-policy.ts";
import { endorsementsMax } from "./limits.ts";
import type { MemberDirectory } from "./members.ts";

export interface RefineOptions {
  readonly members: MemberDirectory;
  readonly entries: readonly (EndorsementEntry | undefined)[];
  /** What was signed. */
  readonly message: Uint8Array;
  readonly unixSeconds: bigint;
  /** An entry whose signature over `message` was found good before; its member is still resolved. */
  readonly verified?: EndorsementEntry | undefined;
}

/** What ChainMaker says when not one endorsement is good. */
export const allFailed = "refine endorsements failed, all endorsers have failed verification";

/**
 * Keeps the endorsements of good members with good signatures, one a certificate; the others are dropped silently.
 *
 * Spec: access.md §5 "invalid endorsements".
 */
export function refineEndorsements(options: RefineOptions): Signer[] {
  const { members, entries, message, unixSeconds, verified } = options;
  const signers: Signer[] = [];
  if (entries.length > endorsementsMax) return signers;
  const seen = new Set<Certificate | undefined>();
  for (const entry of entries) {
    if (entry?.signer === undefined) continue;
    const resolved = members.resolve(entry.signer, unixSeconds);
    if (resolved.kind === "refusal") continue;
    const { identity } = resolved;
    if (seen.has(identity.certificate)) continue;
    const hash = identity.certificate?.signatureHash ?? "SHA256";
    if (entry !== verified && !identity.publicKey.verify(message, entry.signature, hash)) continue;
    seen.add(identity.certificate);
    signers.push({ orgId: identity.orgId, role: identity.role });
  }
  return signers;
}
