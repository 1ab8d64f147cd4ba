import { blockVersionFromText, type ChainConfig } from "@yanta/protocol";
import { identityErrors } from "./errors.ts";
import { isCounted } from "./evaluate-policy.ts";
import type { AccessControl, Refusal, StateReader } from "./interface.ts";
import { MemberDirectory } from "./members.ts";
import { checkMultiSignResource, judgeMultiSign } from "./multi-sign.ts";
import { createPolicyBook, stagedRulesFrom } from "./policy-book.ts";
import { allFailed, refineEndorsements } from "./refine-endorsements.ts";
import { loadRevocations } from "./revocation.ts";
import { checkTlsPeer } from "./tls-peer.ts";
import { readTrustMembers } from "./trust-members.ts";
import { readTrustRoots } from "./trust-roots.ts";
import { resourceName, txResource } from "./tx-resource.ts";
import { invalidPayer, verifyLegacy } from "./verify-legacy.ts";
import { verifyStaged, type AccessRules, type TxQuestion } from "./verify-staged.ts";

export interface AccessControlOptions {
  readonly config: ChainConfig;
  /** Reads committed state of CERT_MANAGE; read at creation and when a CERT_HASH or ALIAS member is first seen. */
  readonly state: StateReader;
}

/** Spellings of `auth_type` that mean certificates, in lower case. Spec: access.md §1. */
const certAuthTypes: ReadonlySet<string> = new Set(["permissionedwithcert", "identity", ""]);

/**
 * Access control of one chain at one configuration and one state of CERT_MANAGE. It caches what it found good, so build a
 * new one after each block that wrote to CHAIN_CONFIG or CERT_MANAGE (about a millisecond for four organisations).
 * Errors: IDENTITY_AUTH_TYPE_UNSUPPORTED, IDENTITY_CONFIG_INVALID, IDENTITY_STATE_BROKEN, PROTOCOL_BLOCK_VERSION_UNREADABLE.
 *
 * Spec: access.md §3–§6.
 */
export function createAccessControl({ config, state }: AccessControlOptions): AccessControl {
  if (!certAuthTypes.has(config.authType.toLowerCase())) {
    throw identityErrors.create("IDENTITY_AUTH_TYPE_UNSUPPORTED", { authType: config.authType });
  }
  const trustRoots = readTrustRoots(config.trustRoots);
  if (trustRoots.kind === "invalid")
    throw identityErrors.create("IDENTITY_CONFIG_INVALID", { reason: trustRoots.message });
  const trustMembers = readTrustMembers(config.trustMembers);
  if (trustMembers.kind === "invalid")
    throw identityErrors.create("IDENTITY_CONFIG_INVALID", { reason: trustMembers.message });

  const { roots } = trustRoots;
  const blockVersion = blockVersionFromText(config.version);
  const checkRevocation = loadRevocations(state, roots);
  const members = new MemberDirectory({
    trustRoots: roots,
    trustMembers: trustMembers.members,
    state,
    checkRevocation,
  });
  const orgIds = new Set(roots.rootsByOrg.keys());
  const policies = createPolicyBook({
    column: "cert",
    blockVersion,
    resourcePolicies: config.resourcePolicies,
    orgIds,
  });
  const rules: AccessRules = { policies, members, orgCount: orgIds.size };
  const isStaged = blockVersion >= stagedRulesFrom;
  const verify = (question: TxQuestion): Refusal | undefined =>
    isStaged ? verifyStaged(rules, question) : verifyLegacy(rules, question);

  return {
    config,
    blockVersion,
    orgCount: orgIds.size,
    resolveMember: (member, unixSeconds) => members.resolve(member, unixSeconds),
    verifyTransaction: (tx, unixSeconds) => verify({ tx, resource: txResource(tx.payload), unixSeconds }),
    verifyCrossCall: (tx, contract, method, unixSeconds) =>
      verify({ tx, resource: resourceName(contract, method), unixSeconds }),
    verifyPayer: (tx, unixSeconds) => {
      if (tx.payer === undefined) return undefined;
      const valid = refineEndorsements({ members, entries: [tx.payer], message: tx.payloadBytes, unixSeconds });
      return valid.length > 0 ? undefined : { message: invalidPayer };
    },
    verifyEndorsement: (resource, message, entry, unixSeconds) => {
      const [signer] = refineEndorsements({ members, entries: [entry], message, unixSeconds });
      if (signer === undefined) return { message: `authentication failed, [${allFailed}]` };
      const policy = (isStaged ? policies.message(resource) : undefined) ?? policies.endorsement(resource);
      if (policy === undefined) {
        return {
          message: `authentication failed, [look up access policy failed, did not configure access policy for resource ${resource}]`,
        };
      }
      if (policy.rule === "FORBIDDEN") return { message: `authentication fail: [${resource}] is forbidden to access` };
      return isCounted(signer, policy)
        ? undefined
        : { message: `authentication fail: signers do not meet the requirement (${resource})` };
    },
    checkMultiSignResource: (resource) => checkMultiSignResource(rules, resource),
    judgeMultiSign: (resource, payloadBytes, agree, reject, unixSeconds) =>
      judgeMultiSign(rules, { resource, payloadBytes, agree, reject, unixSeconds }),
    verifyTlsPeer: (certificate, unixSeconds) => checkTlsPeer({ members, checkRevocation, certificate, unixSeconds }),
  };
}
