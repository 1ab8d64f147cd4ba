import type { Policy as PolicyMessage } from "@yanta/protocol";

/** Who must agree: a rule text, and the organisations and roles it counts (empty = every one). */
export interface Policy {
  /** ANY, ALL, MAJORITY, SELF, FORBIDDEN, `n` or `n/d`; other texts never pass. */
  readonly rule: string;
  readonly orgs: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
}

/** The policy of a configuration entry; roles are upper-cased as ChainMaker does, the rule is taken as it is. */
export function policyFromMessage(message: PolicyMessage): Policy {
  return {
    rule: message.rule,
    orgs: new Set(message.orgList),
    roles: new Set(message.roleList.map((role) => role.toUpperCase())),
  };
}
