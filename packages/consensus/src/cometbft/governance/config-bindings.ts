import type { ChainConfig } from "@yanta/protocol";
import { engineBindingFault, engineBindingToJson, parseEngineBinding } from "../engine/engine-binding.ts";
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

/** Why a binding that a change brings into the configuration is not good; undefined when all are. Those that were there before are not judged again. */
export function newBindingFault(before: ChainConfig, after: ChainConfig): string | undefined {
  const known = new Map(before.consensus?.extConfig.map(({ key, value }) => [key, value]));
  for (const { key, value } of after.consensus?.extConfig ?? []) {
    if (!key.startsWith(keyPrefix) || known.get(key) === value) continue;
    const binding = parseEngineBinding(value, key);
    if (`${keyPrefix}${binding.nodeId}` !== key) return `${key} holds the binding of ${binding.nodeId}`;
    const fault = engineBindingFault(binding, after);
    if (fault !== undefined) return `${key}: ${fault}`;
  }
  return undefined;
}
