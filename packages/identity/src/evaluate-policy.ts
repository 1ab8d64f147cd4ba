import type { Refusal } from "./interface.ts";
import type { Policy } from "./policy.ts";
import { parseDecimalInteger } from "./decimal-integer.ts";

/** One valid endorsement as policies see it. */
export interface Signer {
  /** The organisation as the endorsement names it; resolution has made sure that it is the member's. */
  readonly orgId: string;
  readonly role: string;
}

export interface PolicyQuestion {
  readonly policy: Policy;
  /** Named in the refusal's text. */
  readonly resource: string;
  readonly signers: readonly Signer[];
  /** Organisations in trust_roots. */
  readonly orgCount: number;
  /** For SELF: the organisation that the transaction is about. */
  readonly targetOrg: string | undefined;
}

const notEnough = "authentication fail: not enough participants support this action";

/**
 * Judges valid endorsements by a policy's rule, permissioned modes; undefined = satisfied.
 * The outcome does not depend on the order of the signers.
 *
 * Spec: access.md §2.
 */
export function evaluatePolicy(question: PolicyQuestion): Refusal | undefined {
  const { policy, resource, signers, orgCount } = question;
  switch (policy.rule) {
    case "FORBIDDEN":
      return refuse(`authentication fail: [${resource}] is forbidden to access`);
    case "ANY":
      return signers.some((signer) => isCounted(signer, policy))
        ? undefined
        : refuse(`authentication fail: signers do not meet the requirement (${resource})`);
    case "ALL": {
      const required = policy.orgs.size > 0 ? policy.orgs.size : orgCount;
      return countOrgs(signers, policy) === required
        ? undefined
        : refuse("authentication fail: not all of the listed organtizations consend to this action");
    }
    case "MAJORITY": {
      // Whatever the policy lists: one administrator each of more than half of all organisations.
      const received = countOrgs(signers, { rule: policy.rule, orgs: new Set(), roles: new Set(["ADMIN"]) });
      return 2 * received > orgCount ? undefined : refuseCount(String(Math.floor(orgCount / 2) + 1), received);
    }
    case "SELF":
      return evaluateSelf(signers, question.targetOrg);
    default:
      return evaluateThreshold(question);
  }
}

/** Whether a signer's organisation and role are among those that the policy counts. */
export function isCounted(signer: Signer, policy: Policy): boolean {
  return (
    (policy.orgs.size === 0 || policy.orgs.has(signer.orgId)) &&
    (policy.roles.size === 0 || policy.roles.has(signer.role))
  );
}

function countOrgs(signers: readonly Signer[], policy: Policy): number {
  const orgs = new Set<string>();
  for (const signer of signers) if (isCounted(signer, policy)) orgs.add(signer.orgId);
  return orgs.size;
}

function evaluateSelf(signers: readonly Signer[], targetOrg: string | undefined): Refusal | undefined {
  if (targetOrg === undefined || targetOrg === "")
    return refuse("authentication fail: SELF keyword requires the owner of the affected target");
  return signers.some((signer) => signer.orgId === targetOrg && signer.role === "ADMIN")
    ? undefined
    : refuse(`authentication fail: target [${targetOrg}] does not belong to the signer`);
}

/** `n`: that many organisations. `n/d`: that share of the listed organisations, or of all. */
function evaluateThreshold({ policy, signers, orgCount }: PolicyQuestion): Refusal | undefined {
  const parts = policy.rule.split("/");
  const [numerator, denominator] = parts.map(parseDecimalInteger);
  switch (parts.length) {
    case 1: {
      if (numerator === undefined) {
        return refuse(
          "authentication fail: unrecognized rule, should be ANY, MAJORITY, ALL, SELF, ac threshold (integer), or ac portion (fraction)",
        );
      }
      const received = countOrgs(signers, policy);
      return received >= numerator ? undefined : refuseCount(String(numerator), received);
    }
    case 2: {
      if (numerator === undefined || denominator === undefined) {
        return refuse(
          "authentication fail: unrecognized rule, should be ANY, MAJORITY, ALL, SELF, an integer, or ac fraction",
        );
      }
      const base = policy.orgs.size > 0 ? policy.orgs.size : orgCount;
      // Doubles in this order of operations, as ChainMaker computes it: the comparison is consensus-relevant.
      const required = (base * numerator) / (denominator > 0 ? denominator : orgCount);
      const received = countOrgs(signers, policy);
      return received >= required ? undefined : refuseCount(required.toFixed(6), received);
    }
    default:
      return refuse(
        "authentication fail: unrecognized principle type, should be ANY, MAJORITY, ALL, SELF, an integer (Threshold), or ac fraction (Portion)",
      );
  }
}

function refuseCount(required: string, received: number): Refusal {
  return refuse(`${notEnough}: ${required} valid endorsements required, ${received} valid endorsements received`);
}

function refuse(message: string): Refusal {
  return { message };
}
