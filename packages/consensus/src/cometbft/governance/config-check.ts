import type { ChainConfig } from "@yanta/protocol";
import { CodedError } from "@yanta/errors";
import { consensusErrors } from "../../errors.ts";
import type { EngineBinding } from "../interface.ts";
import { newBindingFault } from "./config-bindings.ts";
import { unboundNodes, validatorsOf } from "./validators.ts";

/** Judges a change of the chain configuration; the text of its refusal, undefined = good. */
export type ConfigChangeCheck = (before: ChainConfig, after: ChainConfig) => string | undefined;

/**
 * What an engine needs of every changed configuration: each consensus node has a binding, on chain or from the genesis, no two share a key, and a binding
 * that comes in is signed by its node and not older than the one in force. The text begins with the error's code. Every node answers the same: it knows the same genesis.
 */
export function createConfigCheck(genesis: readonly EngineBinding[]): ConfigChangeCheck {
  const keys = new Map(genesis.map(({ nodeId, engineKey }) => [nodeId, engineKey]));
  const first = new Map(genesis.map((binding) => [binding.nodeId, binding]));
  return (before, after) => {
    try {
      const invalid = newBindingFault(before, after, first);
      if (invalid !== undefined) return refusal("CONSENSUS_BINDING_INVALID", invalid);
    } catch (error) {
      if (error instanceof CodedError) return refusal("CONSENSUS_BINDING_INVALID", error.message);
      throw error;
    }
    const [missing] = unboundNodes(after, keys);
    if (missing !== undefined) return refusal("CONSENSUS_BINDING_MISSING", missing);
    const nodeCount = after.consensus?.nodes.reduce((sum, org) => sum + org.nodeId.length, 0) ?? 0;
    return validatorsOf(after, keys).size === nodeCount
      ? undefined
      : refusal("CONSENSUS_BINDING_INVALID", "two consensus nodes have the same engine key");
  };
}

function refusal(code: "CONSENSUS_BINDING_INVALID" | "CONSENSUS_BINDING_MISSING", detail: string): string {
  return `${code}: ${consensusErrors.create(code, { detail }).message}`;
}
