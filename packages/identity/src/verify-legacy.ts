import { blockVersions, TxType, type EndorsementEntry } from "@yanta/protocol";
import { evaluatePolicy } from "./evaluate-policy.ts";
import type { Refusal } from "./interface.ts";
import { allFailed, refineEndorsements } from "./refine-endorsements.ts";
import { targetOrgOf, txResource, txTypeName } from "./tx-resource.ts";
import type { AccessRules, TxQuestion } from "./verify-staged.ts";

/** After this block version a contract's call is judged by the callee's resource; until then, by the transaction's own. */
const callByOwnResourceUntil: number = blockVersions.v220;

/**
 * The checks of block versions before 2030300: the sender by the resource's exceptional policy or the transaction
 * type's, the payer's signature, then the endorsers (the sender only where there are none).
 *
 * Spec: access.md §5 "legacy", "payer".
 */
export function verifyLegacy(rules: AccessRules, question: TxQuestion): Refusal | undefined {
  const { tx, unixSeconds } = question;
  const { policies, members } = rules;
  const ownResource = txResource(tx.payload);
  const resource = policies.blockVersion > callByOwnResourceUntil ? question.resource : ownResource;
  const senderResource = policies.isExceptional(resource) ? resource : txTypeName(tx.payload.txType);
  const { sender } = tx;
  if (sender === undefined) {
    return {
      message: `fail to construct authentication principal for ${senderResource} : setup access control principal failed, signer-signature pair should not be nil`,
    };
  }
  const senderRefusal = verifyPrincipal(rules, {
    resource: senderResource,
    entries: [sender],
    question,
    targetOrg: undefined,
  });
  if (senderRefusal !== undefined) return { message: `authentication error: ${senderRefusal}` };
  if (tx.payload.txType !== TxType.INVOKE_CONTRACT) return undefined;

  if (
    tx.payer !== undefined &&
    refineEndorsements({ members, entries: [tx.payer], message: tx.payloadBytes, unixSeconds }).length === 0
  ) {
    return { message: invalidPayer };
  }
  const policy = policies.endorsement(resource);
  if (policy === undefined) return undefined;
  let targetOrg: string | undefined;
  if (policy.rule === "SELF") {
    // Without any parameter the old rules judged the sender a second time, which has just passed.
    if (tx.payload.parameters.length === 0) return undefined;
    targetOrg = targetOrgOf(tx.payload);
    if (targetOrg === "") return { message: "verification rule is [SELF], but org_id is not set in the parameter" };
  }
  const entries = tx.endorsers.length > 0 ? tx.endorsers : [sender];
  const refused = verifyPrincipal(rules, { resource, entries, question, targetOrg });
  return refused === undefined ? undefined : { message: `authentication error for ${ownResource}: ${refused}` };
}

/** What a bad payer endorsement is answered with. */
export const invalidPayer = "invalid payer endorsement";

interface Principal {
  readonly resource: string;
  readonly entries: readonly EndorsementEntry[];
  readonly question: TxQuestion;
  readonly targetOrg: string | undefined;
}

function verifyPrincipal(
  rules: AccessRules,
  { resource, entries, question, targetOrg }: Principal,
): string | undefined {
  const { tx, unixSeconds } = question;
  const signers = refineEndorsements({ members: rules.members, entries, message: tx.payloadBytes, unixSeconds });
  if (signers.length === 0) return `authentication failed, [${allFailed}]`;
  const policy = rules.policies.byName(resource);
  if (policy === undefined)
    return `authentication failed, [look up access policy failed, did not configure access policy for resource ${resource}]`;
  return evaluatePolicy({ policy, resource, signers, orgCount: rules.orgCount, targetOrg })?.message;
}
