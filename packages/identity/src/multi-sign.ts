import type { EndorsementEntry } from "@yanta/protocol";
import { evaluatePolicy } from "./evaluate-policy.ts";
import type { MultiSignVerdict, Refusal } from "./interface.ts";
import { refineEndorsements } from "./refine-endorsements.ts";
import type { AccessRules } from "./verify-staged.ts";

/** Whether votes can be collected for a resource: it needs an endorsement policy, and not SELF. Spec: access.md §5, last paragraph. */
export function checkMultiSignResource(rules: AccessRules, resource: string): Refusal | undefined {
  const policy = rules.policies.endorsement(resource);
  if (policy === undefined) return { message: `this resource[${resource}] doesn't support to online multi sign` };
  if (policy.rule === "SELF")
    return { message: `this resource[${resource}] is the self rule and doesn't support to online multi sign` };
  return undefined;
}

export interface Ballot {
  readonly resource: string;
  /** M(Payload) of the request, which every vote signs. */
  readonly payloadBytes: Uint8Array;
  readonly agree: readonly EndorsementEntry[];
  readonly reject: readonly EndorsementEntry[];
  readonly unixSeconds: bigint;
}

/**
 * The verdict over the votes so far. Quirks kept: rejections must satisfy the same policy as agreements (ChainMaker
 * computes an inverted one and does not use it), and for MAJORITY rejections by exactly half of the organisations' number
 * refuse, whoever they are.
 *
 * Spec: access.md §5, last paragraph.
 */
export function judgeMultiSign(rules: AccessRules, ballot: Ballot): MultiSignVerdict {
  const policy = rules.policies.endorsement(ballot.resource);
  if (policy === undefined) return "processing";
  const isSatisfiedBy = (entries: readonly EndorsementEntry[]): boolean => {
    const signers = refineEndorsements({
      members: rules.members,
      entries,
      message: ballot.payloadBytes,
      unixSeconds: ballot.unixSeconds,
    });
    return (
      signers.length > 0 &&
      evaluatePolicy({ policy, resource: ballot.resource, signers, orgCount: rules.orgCount, targetOrg: undefined }) ===
        undefined
    );
  };
  if (ballot.agree.length > 0 && isSatisfiedBy(ballot.agree)) return "passed";
  if (ballot.reject.length === 0) return "processing";
  if (policy.rule === "FORBIDDEN" || isSatisfiedBy(ballot.reject)) return "refused";
  return policy.rule === "MAJORITY" && 2 * ballot.reject.length === rules.orgCount ? "refused" : "processing";
}
