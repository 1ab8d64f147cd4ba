import { type EngineBinding, engineBindingFault, parseEngineBinding } from "@yanta/consensus/certificate";
import type { ChainConfig } from "@yanta/protocol";
import { proofErrors } from "./errors.ts";

/**
 * The engines that a network was started with. Each binding is signed by the key that makes its node's id, and the genesis names the ids, so a stranger may bring
 * them. Errors: PROOF_BINDING_INVALID.
 */
export function verifyBindings(texts: readonly string[], genesis: ChainConfig): readonly EngineBinding[] {
  const nodeIds = new Set(genesis.consensus?.nodes.flatMap(({ nodeId }) => nodeId));
  const refuse = (reason: string, cause?: unknown): Error =>
    proofErrors.create("PROOF_BINDING_INVALID", { reason }, cause);
  if (texts.length > nodeIds.size) throw refuse(`${texts.length} for ${nodeIds.size} nodes`);
  const found = new Map<string, EngineBinding>();
  for (const text of texts) {
    const binding = readBinding(text, genesis, refuse);
    if (!nodeIds.has(binding.nodeId)) throw refuse(`${binding.nodeId} is no consensus node of the genesis`);
    if (found.has(binding.nodeId)) throw refuse(`two are of ${binding.nodeId}`);
    found.set(binding.nodeId, binding);
  }
  return [...found.values()];
}

function readBinding(
  text: string,
  genesis: ChainConfig,
  refuse: (reason: string, cause?: unknown) => Error,
): EngineBinding {
  let binding: EngineBinding;
  let fault: string | undefined;
  try {
    binding = parseEngineBinding(text, "the proof");
    fault = engineBindingFault(binding, genesis);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : "it cannot be read", error);
  }
  if (fault !== undefined) throw refuse(`${binding.nodeId}: ${fault}`);
  return binding;
}
