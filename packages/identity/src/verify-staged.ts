import { TxType, type EndorsementEntry, type TxView } from "@yanta/protocol";
import { evaluatePolicy, type Signer } from "./evaluate-policy.ts";
import type { Refusal } from "./interface.ts";
import type { MemberDirectory } from "./members.ts";
import type { PolicyBook } from "./policy-book.ts";
import type { Policy } from "./policy.ts";
import { allFailed, refineEndorsements } from "./refine-endorsements.ts";
import { targetOrgOf, txResource, txTypeName } from "./tx-resource.ts";

/** What the checks of one transaction need to know of the chain. */
export interface AccessRules {
  readonly policies: PolicyBook;
  readonly members: MemberDirectory;
  /** Organisations in trust_roots. */
  readonly orgCount: number;
}

export interface TxQuestion {
  readonly tx: TxView;
  /** `<contract>-<method>` that is called: the transaction's own target, or the callee of a contract's call. */
  readonly resource: string;
  readonly unixSeconds: bigint;
}

/**
 * The three stages of block versions from 2030300 on: transaction type, sender, endorsements. On a contract's call
 * (the resource is not the transaction's own) the sender's signature is taken as checked; endorsements are checked
 * again, because admission looks at them only where the transaction's own target has a policy.
 *
 * Spec: access.md §5.
 */
export function verifyStaged(rules: AccessRules, question: TxQuestion): Refusal | undefined {
  const { tx, resource, unixSeconds } = question;
  const isCrossCall = resource !== txResource(tx.payload);
  const typeName = txTypeName(tx.payload.txType);
  if (rules.orgCount <= 0)
    return wrap(
      "verifyTxTypePrincipal",
      "authentication failed: empty organization list or trusted node list on this chain",
    );
  const { sender } = tx;
  if (sender === undefined) return wrap("verifyTxTypePrincipal", noSender(typeName));

  const senders = refineEndorsements({
    members: rules.members,
    entries: [sender],
    message: tx.payloadBytes,
    unixSeconds,
    verified: isCrossCall ? sender : undefined,
  });
  if (senders.length === 0) return wrap("verifyTxTypePrincipal", `authentication failed, [${allFailed}]`);
  const typePolicy = rules.policies.txType(typeName);
  if (typePolicy === undefined) {
    return wrap(
      "verifyTxTypePrincipal",
      `authentication failed, [look up access policy failed, did not configure access policy for resource ${typeName}]`,
    );
  }
  const typeRefusal = judge(rules, typePolicy, typeName, senders);
  if (typeRefusal !== undefined) return wrap("verifyTxTypePrincipal", typeRefusal.message);
  if (tx.payload.txType !== TxType.INVOKE_CONTRACT) return undefined;

  const senderPolicy = rules.policies.sender(resource);
  const senderRefusal = senderPolicy === undefined ? undefined : judge(rules, senderPolicy, resource, senders);
  if (senderRefusal !== undefined) return wrap("verifySenderPrincipal", senderRefusal.message);

  const refused = verifyEndorsers(rules, question, sender);
  return refused === undefined
    ? undefined
    : { message: `[verifyEndorsementsPrincipal]authentication error for ${resource}: ${refused}` };
}

/** Stage 3; the text of a refusal without its prefix. */
function verifyEndorsers(
  rules: AccessRules,
  { tx, resource, unixSeconds }: TxQuestion,
  sender: EndorsementEntry,
): string | undefined {
  const policy = rules.policies.endorsement(resource);
  if (policy === undefined) return undefined;
  const targetOrg = policy.rule === "SELF" ? targetOrgOf(tx.payload) : undefined;
  if (targetOrg === "") return "verification rule is [SELF], but org_id is not set in the parameter";
  const signers = refineEndorsements({
    members: rules.members,
    // The sender's is good: first, so that it counts however many of the others are bad.
    entries: [sender, ...tx.endorsers],
    message: tx.payloadBytes,
    unixSeconds,
    verified: sender,
  });
  if (signers.length === 0) return `authentication failed, [${allFailed}]`;
  return evaluatePolicy({ policy, resource, signers, orgCount: rules.orgCount, targetOrg })?.message;
}

function judge(rules: AccessRules, policy: Policy, resource: string, signers: readonly Signer[]): Refusal | undefined {
  return evaluatePolicy({ policy, resource, signers, orgCount: rules.orgCount, targetOrg: undefined });
}

function noSender(resource: string): string {
  return `fail to construct authentication principal for ${resource} : setup access control principal failed, signer-signature pair should not be nil`;
}

function wrap(stage: "verifyTxTypePrincipal" | "verifySenderPrincipal", message: string): Refusal {
  return { message: `[${stage}]authentication error: ${message}` };
}
