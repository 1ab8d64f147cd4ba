import type { Policy, ResourcePolicy } from "@yanta/protocol";
import { parseDecimalInteger } from "./decimal-integer.ts";
import type { Refusal } from "./interface.ts";

/** Resources whose policy cannot be customised in the permissioned modes. Spec: access.md §7. */
const restrainedResources: ReadonlySet<string> = new Set([
  "ALL_TEST",
  "P2P",
  "CONSENSUS",
  "QUERY_CONTRACT",
  "INVOKE_CONTRACT",
  "SUBSCRIBE",
  "ARCHIVE",
]);

/** The only resources that a SELF rule may guard. */
const selfResources: ReadonlySet<string> = new Set(["CHAIN_CONFIG-TRUST_ROOT_UPDATE", "CHAIN_CONFIG-NODE_ID_UPDATE"]);

/**
 * Whether a customised policy may be set (PERMISSION_ADD, PERMISSION_UPDATE); undefined = yes. The text is ChainMaker's
 * reason, which its contracts do not put on the wire.
 *
 * Spec: access.md §7, permissioned modes.
 */
export function checkPolicyUpdate(entry: ResourcePolicy, orgIds: ReadonlySet<string>): Refusal | undefined {
  const { resourceName, policy } = entry;
  if (restrainedResources.has(resourceName))
    return refuse(`bad configuration: should not modify the access policy of the resource: ${resourceName}`);
  if (policy === undefined)
    return refuse("bad configuration: access principle should not be nil when modifying access control configurations");
  return checkOrgs(policy, orgIds) ?? checkRule(resourceName, policy);
}

function checkOrgs(policy: Policy, orgIds: ReadonlySet<string>): Refusal | undefined {
  const listed = new Set<string>();
  for (const org of policy.orgList) {
    if (!orgIds.has(org))
      return refuse(`bad configuration: configured organization list contains unknown organization [${org}]`);
    if (listed.has(org)) return refuse(`bad configuration: duplicated entries [${org}] in organization list`);
    listed.add(org);
  }
  return undefined;
}

function checkRule(resourceName: string, policy: Policy): Refusal | undefined {
  switch (policy.rule) {
    case "ANY":
    case "ALL":
    case "FORBIDDEN":
    case "MAJORITY":
    case "DELETE":
      return undefined;
    case "SELF":
      if (!selfResources.has(resourceName))
        return refuse(`bad configuration: the access rule of [${resourceName}] should not be [SELF]`);
      return policy.roleList.length === 1 && policy.roleList[0] === "ADMIN"
        ? undefined
        : refuse(`bad configuration: the access rule.RoleList of [${resourceName}] should be [ADMIN]`);
    default:
      return isThreshold(policy.rule) ? undefined : refuse(`bad configuration: unsupported rule [${policy.rule}]`);
  }
}

/** `n`, or `n/d` of positive numbers. A single number's sign is not looked at, as in ChainMaker. */
function isThreshold(rule: string): boolean {
  const numbers = rule.split("/").map(parseDecimalInteger);
  if (numbers.includes(undefined)) return false;
  return (
    numbers.length === 1 || (numbers.length === 2 && numbers.every((number) => number !== undefined && number > 0))
  );
}

function refuse(message: string): Refusal {
  return { message };
}
