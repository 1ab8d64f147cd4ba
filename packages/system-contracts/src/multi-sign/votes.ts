import { create } from "@bufbuild/protobuf";
import { bytesToBinaryString, bytesToHex, bytesToUtf8, emptyBytes } from "@yanta/bytes";
import type { Certificate } from "@yanta/crypto";
import { endorsementsMax, failedEndorsementsMax, type MultiSignVerdict } from "@yanta/identity";
import {
  encodeMessage,
  MemberType,
  PayloadSchema,
  syscontract,
  type EndorsementEntry,
  type Member,
  type Payload,
} from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import { parseCertificateText } from "../cert-manage/certificate-input.ts";
import { resourceOf, type MultiSignInfo } from "./multi-sign-state.ts";

/** Access control's words for an entry whose member or signature is bad, whatever the policy. Spec: access.md §5. */
const badEndorsement = "all endorsers have failed verification";
const notAMember =
  "authentication fail, not a member on this chain: [refine endorsements failed, all endorsers have failed verification]";

export type FilteredEndorsements =
  | { readonly kind: "valid"; readonly entries: readonly EndorsementEntry[] }
  | { readonly kind: "refused"; readonly message: string };

/**
 * Keeps the endorsements over the request's payload whose signer the resource's policy counts, one a member.
 * Refused when not one has a good member and a good signature.
 */
export function filterEndorsements(
  context: TxContext,
  info: MultiSignInfo,
  entries: readonly EndorsementEntry[],
): FilteredEndorsements {
  const message = payloadBytesOf(info.payload);
  const seen = new Set<string | Certificate>();
  const valid: EndorsementEntry[] = [];
  let good = 0;
  let failed = 0;
  for (const entry of entries.length > endorsementsMax ? [] : entries) {
    // As access control does it: forged endorsements make bounded work.
    if (failed >= failedEndorsementsMax + good) break;
    const member = memberKey(context, entry);
    const refusal = seen.has(member)
      ? { message: badEndorsement }
      : context.accessControl.verifyEndorsement(resourceOf(info), message, entry, context.blockTimestamp);
    if (refusal?.message.includes(badEndorsement) === true) {
      failed++;
      continue;
    }
    good++;
    seen.add(member);
    if (refusal === undefined) valid.push(entry);
  }
  return good > 0 ? { kind: "valid", entries: valid } : { kind: "refused", message: notAMember };
}

/** What tells an endorsement's signer from others: the certificate, else the member as it was sent. */
function memberKey({ accessControl, blockTimestamp }: TxContext, { signer }: EndorsementEntry): string | Certificate {
  const resolved = signer && accessControl.resolveMember(signer, blockTimestamp);
  const certificate = resolved?.kind === "identity" ? resolved.identity.certificate : undefined;
  return certificate ?? bytesToBinaryString(signer?.memberInfo ?? emptyBytes);
}

/** What a bad vote is told; undefined = the vote counts. */
export function refuseVote(
  context: TxContext,
  info: MultiSignInfo,
  entry: EndorsementEntry,
  isStaged: boolean,
): string | undefined {
  const filtered = filterEndorsements(context, info, [entry]);
  if (filtered.kind === "valid" && filtered.entries.length > 0) return undefined;
  const reason = filtered.kind === "refused" ? filtered.message : signatureInvalid(entry, isStaged);
  return isStaged ? `checkVoteValid failed, err = ${reason}` : reason;
}

/** The uid of a signer that has voted already; undefined when it has not. */
export function findEarlierVoter(context: TxContext, info: MultiSignInfo, entry: EndorsementEntry): string | undefined {
  const uid = uidOf(context, entry.signer);
  if (uid === undefined) return undefined;
  return info.voteInfos.some((vote) => uidOf(context, vote.endorsement?.signer) === uid) ? uid : undefined;
}

/** The verdict over all votes of a request. */
export function judge(context: TxContext, info: MultiSignInfo): MultiSignVerdict {
  return judgeVotes(
    context,
    info,
    votesOf(info, syscontract.VoteStatus.AGREE),
    votesOf(info, syscontract.VoteStatus.REJECT),
  );
}

/** Whether votes of one kind satisfy the policy on their own, as the rules before v2.3.3 ask. */
export function satisfiesPolicy(context: TxContext, info: MultiSignInfo, kind: syscontract.VoteStatus): boolean {
  return judgeVotes(context, info, votesOf(info, kind), []) === "passed";
}

/** A vote out of an endorsement. */
export function createAgreement(endorsement: EndorsementEntry): syscontract.MultiSignVoteInfo {
  return create(syscontract.MultiSignVoteInfoSchema, { vote: syscontract.VoteStatus.AGREE, endorsement });
}

function judgeVotes(
  context: TxContext,
  info: MultiSignInfo,
  agree: readonly EndorsementEntry[],
  reject: readonly EndorsementEntry[],
): MultiSignVerdict {
  return context.accessControl.judgeMultiSign(
    resourceOf(info),
    payloadBytesOf(info.payload),
    agree,
    reject,
    context.blockTimestamp,
  );
}

function votesOf(info: MultiSignInfo, kind: syscontract.VoteStatus): readonly EndorsementEntry[] {
  return info.voteInfos.flatMap((vote) =>
    vote.vote === kind && vote.endorsement !== undefined ? [vote.endorsement] : [],
  );
}

/** M(Payload) of the request: what every voter signs. */
function payloadBytesOf(payload: Payload | undefined): Uint8Array {
  return payload === undefined ? emptyBytes : encodeMessage(PayloadSchema, payload);
}

/** A certificate's key id, also when the certificate is no longer good; other members are looked up. */
function uidOf(context: TxContext, member: Member | undefined): string | undefined {
  if (member === undefined) return undefined;
  if (member.memberType === MemberType.CERT) {
    const parsed = parseCertificateText(member.memberInfo);
    if (parsed.kind === "certificate") return bytesToHex(parsed.certificate.subjectKeyId ?? emptyBytes);
  }
  const resolved = context.accessControl.resolveMember(member, context.blockTimestamp);
  return resolved.kind === "identity" ? resolved.identity.uid : undefined;
}

function signatureInvalid(entry: EndorsementEntry, isStaged: boolean): string {
  const orgId = entry.signer?.orgId ?? "";
  if (!isStaged) return `the multi sign vote signature[org:${orgId}] is invalid`;
  const memberInfo = bytesToUtf8(entry.signer?.memberInfo ?? emptyBytes);
  return orgId === ""
    ? `the multi sign vote signature[member-info:${memberInfo}] is invalid`
    : `the multi sign vote signature[org:${orgId}] [member-info:${memberInfo}] is invalid`;
}
