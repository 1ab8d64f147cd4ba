import type { ChainConfig } from "@yanta/protocol";
import {
  engineBindingFault,
  engineBindingToJson,
  isSameBinding,
  parseEngineBinding,
} from "../engine/engine-binding.ts";
import type { EngineBinding } from "../interface.ts";

/** Before a node id: the key in `consensus.ext_config` whose value is the node's binding in JSON. */
const keyPrefix = "engine_binding.";

/** Key and value that put a binding on chain by CONSENSUS_EXT_ADD or CONSENSUS_EXT_UPDATE. */
export function bindingParameter(binding: EngineBinding): { readonly key: string; readonly value: string } {
  return { key: `${keyPrefix}${binding.nodeId}`, value: JSON.stringify(engineBindingToJson(binding)) };
}

/** The binding of a node that a configuration carries. Errors: ENGINE_BINDING_INVALID, which no configuration of ours has: it was checked on its way in. */
export function bindingInConfig(config: ChainConfig, nodeId: string): EngineBinding | undefined {
  const key = `${keyPrefix}${nodeId}`;
  const pair = config.consensus?.extConfig.find((each) => each.key === key);
  return pair === undefined ? undefined : parseEngineBinding(pair.value, key);
}

/** All bindings that a configuration carries, of nodes that vote and of others. Errors: as `bindingInConfig`. */
export function bindingsInConfig(config: ChainConfig): readonly EngineBinding[] {
  const pairs = config.consensus?.extConfig.filter(({ key }) => key.startsWith(keyPrefix)) ?? [];
  return pairs.map(({ key, value }) => parseEngineBinding(value, key));
}

/**
 * Why a change of the bindings in the configuration is not good; undefined when it is. A binding that comes holds, and is not older than the one in
 * force for its node; none goes, or the one before would be in force again. Those that were there before are not judged again.
 * `genesis`: bindings of the engine's genesis, by node id.
 */
export function newBindingFault(
  before: ChainConfig,
  after: ChainConfig,
  genesis: ReadonlyMap<string, EngineBinding>,
): string | undefined {
  const known = new Map(before.consensus?.extConfig.map(({ key, value }) => [key, value]));
  const left = new Set(known.keys());
  for (const { key, value } of after.consensus?.extConfig ?? []) {
    left.delete(key);
    if (!key.startsWith(keyPrefix) || known.get(key) === value) continue;
    const binding = parseEngineBinding(value, key);
    if (`${keyPrefix}${binding.nodeId}` !== key) return `${key} holds the binding of ${binding.nodeId}`;
    const fault = engineBindingFault(binding, after);
    if (fault !== undefined) return `${key}: ${fault}`;
    const inForce = bindingInConfig(before, binding.nodeId) ?? genesis.get(binding.nodeId);
    if (inForce !== undefined && isOlder(binding, inForce))
      return `${key}: its number is ${binding.sequence}, other keys with number ${inForce.sequence} are in force`;
  }
  const gone = [...left].find((key) => key.startsWith(keyPrefix));
  return gone === undefined ? undefined : `${gone}: a binding stays; a later one takes its place`;
}

function isOlder(binding: EngineBinding, inForce: EngineBinding): boolean {
  if (binding.sequence !== inForce.sequence) return binding.sequence < inForce.sequence;
  return !isSameBinding(binding, inForce);
}
