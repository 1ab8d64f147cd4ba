import type { EngineBinding } from "@yanta/consensus/engine";
import type { ChainConfig } from "@yanta/protocol";
import { cliErrors } from "../errors.ts";

/** One change of the chain's configuration. */
export interface ConfigStep {
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface BindingOnChain {
  readonly binding: EngineBinding;
  /** What `bindingParameter` makes of it. */
  readonly key: string;
  readonly value: string;
}

/** What brings a binding on chain, unless it is there. Spec: client-calls.md §4.5. */
export function stepsToBind(config: ChainConfig, { key, value }: BindingOnChain): readonly ConfigStep[] {
  const known = config.consensus?.extConfig.find((each) => each.key === key);
  if (known === undefined) return [{ method: "CONSENSUS_EXT_ADD", parameters: { [key]: value } }];
  return known.value === value ? [] : [{ method: "CONSENSUS_EXT_UPDATE", parameters: { [key]: value } }];
}

/**
 * What puts a node with a new binding in the place of a consensus node: the binding, then the id when that is another.
 * Steps that the chain has already are left out. Errors: CLI_ARGUMENT.
 */
export function stepsToReplace(config: ChainConfig, oldNodeId: string, bound: BindingOnChain): readonly ConfigStep[] {
  const { nodeId, orgId } = bound.binding;
  const nodeIds = config.consensus?.nodes.find((each) => each.orgId === orgId)?.nodeId ?? [];
  const binds = stepsToBind(config, bound);
  if (nodeIds.includes(nodeId)) return binds;
  if (!nodeIds.includes(oldNodeId))
    throw cliErrors.create("CLI_ARGUMENT", {
      name: oldNodeId,
      reason: { en: `is none of ${orgId}'s consensus nodes`, zh: `不是 ${orgId} 的共识节点` },
    });
  return [
    ...binds,
    { method: "NODE_ID_UPDATE", parameters: { org_id: orgId, node_id: oldNodeId, new_node_id: nodeId } },
  ];
}
