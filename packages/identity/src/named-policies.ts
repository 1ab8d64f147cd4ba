import type { Policy } from "./policy.ts";

/** ChainMaker's predefined policies by the names that the tables use. Spec: access.md §8 "Policy names". */
export const namedPolicies: ReadonlyMap<string, Policy> = new Map([
  named("SpecialRead", "ANY", "CONSENSUS", "COMMON", "CLIENT", "ADMIN", "LIGHT"),
  named("Read", "ANY", "CONSENSUS", "COMMON", "CLIENT", "ADMIN"),
  named("SpecialWrite", "ANY", "CLIENT", "ADMIN", "LIGHT"),
  named("Write", "ANY", "CLIENT", "ADMIN", "CONSENSUS"),
  named("Consensus", "ANY", "CONSENSUS"),
  named("P2P", "ANY", "CONSENSUS", "COMMON"),
  named("Admin", "ANY", "ADMIN"),
  named("PubManage", "ANY", "ADMIN"),
  named("Archive", "ANY", "ADMIN"),
  named("RelayCross", "ANY", "ADMIN"),
  named("Subscribe", "ANY", "LIGHT", "CLIENT", "ADMIN"),
  named("Config", "MAJORITY", "ADMIN"),
  named("PubMajority", "MAJORITY", "ADMIN"),
  named("SelfConfig", "SELF", "ADMIN"),
  named("PubTx", "ANY"),
  named("FORBIDDEN", "FORBIDDEN"),
  named("policyAllTest", "ALL", "ADMIN"),
  named("policyLimitTestAny", "2"),
  named("policyLimitTestAdmin", "2", "ADMIN"),
  named("policyPortionTestAny", "3/4"),
  named("policyPortionTestAnyAdmin", "3/4", "ADMIN"),
]);

function named(name: string, rule: string, ...roles: readonly string[]): [string, Policy] {
  return [name, { rule, orgs: new Set(), roles: new Set(roles) }];
}
