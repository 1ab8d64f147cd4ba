import type { Certificate } from "@yanta/crypto";
import type { EndorsementEntry } from "@yanta/protocol";
import type { Signer } from "./evaluate-policy.ts";
import type { Identity } from "./interface.ts";
import { endorsementsMax, failedEndorsementsMax } from "./limits.ts";
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
 * Keeps the endorsements of good members with good signatures, one a certificate; the others are dropped silently. They are judged in
 * order, until `failedEndorsementsMax` more have failed, or come from a certificate that counts already, than are good: the rest then counts as none. So the work that forged ones
 * make is bounded, and every node stops at the same one.
 *
 * Spec: access.md §5 "invalid endorsements".
 */
export function refineEndorsements(options: RefineOptions): Signer[] {
  const { entries } = options;
  const signers: Signer[] = [];
  if (entries.length > endorsementsMax) return signers;
  const seen = new Set<Certificate | undefined>();
  let failed = 0;
  for (const entry of entries) {
    if (entry?.signer === undefined) continue;
    if (failed >= failedEndorsementsMax + signers.length) break;
    const identity = newSigner(options, entry, seen);
    if (identity === undefined) {
      failed++;
      continue;
    }
    seen.add(identity.certificate);
    signers.push({ orgId: identity.orgId, role: identity.role });
  }
  return signers;
}

/** Who has made an endorsement, if it is good and the first one of its certificate. */
function newSigner(
  { members, message, unixSeconds, verified }: RefineOptions,
  entry: EndorsementEntry,
  seen: ReadonlySet<Certificate | undefined>,
): Identity | undefined {
  const resolved = entry.signer && members.resolve(entry.signer, unixSeconds);
  if (resolved?.kind !== "identity") return undefined;
  const { identity } = resolved;
  if (seen.has(identity.certificate)) return undefined;
  return entry === verified || hasSigned(identity, entry, message) ? identity : undefined;
}

function hasSigned(
  { certificate, publicKey }: Identity,
  { signature }: EndorsementEntry,
  message: Uint8Array,
): boolean {
  return publicKey.verify(message, signature, certificate?.signatureHash ?? "SHA256");
}
