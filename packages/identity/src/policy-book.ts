import { blockVersions, type ResourcePolicy } from "@yanta/protocol";
import { checkPolicyUpdate } from "./policy-update.ts";
import { createPolicyTable, type PolicyColumn, type PolicyTable } from "./policy-tables.ts";
import { policyFromMessage, type Policy } from "./policy.ts";

/** First block version at which the three stages and the sender table hold. Spec: access.md §5. */
export const stagedRulesFrom: number = blockVersions.v2030300;

/** Last block version of the oldest rules, in which customised policies overwrite the endorsement table. */
const oldestRulesUntil: number = blockVersions.v220;

/** The policies of one chain at one configuration: defaults of its mode and version, overlaid by `resource_policies`. */
export interface PolicyBook {
  readonly blockVersion: number;
  /** A transaction type's policy. */
  txType(name: string): Policy | undefined;
  /** What the sender alone must be, from 2030300 on. */
  sender(resource: string): Policy | undefined;
  endorsement(resource: string): Policy | undefined;
  /** Messages between nodes, e.g. CONSENSUS. */
  message(name: string): Policy | undefined;
  /** Before 2030300: whether the resource's own policy takes the place of the transaction type's for the sender. */
  isExceptional(resource: string): boolean;
  /** Before 2030300: the policy by which any resource, type or message is judged. */
  byName(name: string): Policy | undefined;
}

export interface PolicyBookOptions {
  readonly column: PolicyColumn;
  readonly blockVersion: number;
  readonly resourcePolicies: readonly ResourcePolicy[];
  readonly orgIds: ReadonlySet<string>;
}

/**
 * Builds the policy lookups. A customised entry that may not be (a restricted resource, an unknown organisation, a bad
 * rule) is ignored, as in ChainMaker.
 *
 * Spec: access.md §5 "policy source", §7, §9.
 */
export function createPolicyBook(options: PolicyBookOptions): PolicyBook {
  const table = createPolicyTable(options.column, options.blockVersion);
  const customised = new Map<string, Policy>();
  for (const entry of options.resourcePolicies) {
    if (entry.policy !== undefined && checkPolicyUpdate(entry, options.orgIds) === undefined)
      customised.set(entry.resourceName, policyFromMessage(entry.policy));
  }
  const endorsement = (resource: string): Policy | undefined =>
    customised.get(resource) ?? table.endorsement.get(resource);
  return {
    blockVersion: options.blockVersion,
    txType: (name) => customised.get(name) ?? table.txType.get(name),
    sender: (resource) => table.sender.get(resource),
    endorsement,
    message: (name) => customised.get(name) ?? table.message.get(name),
    isExceptional: (resource) => isExceptional(table, customised, options.blockVersion, resource),
    byName: (name) => endorsement(name) ?? table.exceptional.get(name),
  };
}

function isExceptional(
  table: PolicyTable,
  customised: ReadonlyMap<string, Policy>,
  blockVersion: number,
  resource: string,
): boolean {
  return table.exceptional.has(resource) || (blockVersion > oldestRulesUntil && customised.has(resource));
}
