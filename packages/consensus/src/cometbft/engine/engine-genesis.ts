import { bytesToHex } from "@yanta/bytes";
import type { ChainConfig } from "@yanta/protocol";
import { engineBindingFault, engineBindingToJson, type EngineBinding } from "./engine-binding.ts";
import { engineAddress, publicKeyJson } from "./engine-keys.ts";
import { engineErrors } from "./errors.ts";
import { engineBlockBytesMax } from "./limits.ts";

/** Votes of a validator. All have the same, as in ChainMaker's TBFT. */
export const validatorPower = 1;

/** Time of every genesis: engines must agree on its bytes, and nobody's clock has a part in them. */
const genesisTime = "2026-01-01T00:00:00Z";

/** Blocks and nanoseconds (two days) within which a double vote can be told. */
const evidenceAge = { blocks: "100000", nanoseconds: "172800000000000" };

/**
 * The engine's genesis of a chain: its validators are the consensus nodes of the chain's genesis configuration, in its
 * order. Each node makes the same bytes from the same configuration and bindings.
 *
 * Errors: ENGINE_BINDING_MISSING, ENGINE_BINDING_INVALID.
 */
export function engineGenesis(config: ChainConfig, bindings: readonly EngineBinding[], folder: string): string {
  const nodeIds = config.consensus?.nodes.flatMap((org) => org.nodeId) ?? [];
  const byNodeId = new Map(bindings.map((binding) => [binding.nodeId, binding]));
  const missing = nodeIds.filter((nodeId) => !byNodeId.has(nodeId));
  if (missing.length > 0) throw engineErrors.create("ENGINE_BINDING_MISSING", { nodeIds: missing.join(", "), folder });
  const validators = nodeIds.flatMap((nodeId) => byNodeId.get(nodeId) ?? []);
  for (const binding of validators) {
    const reason = engineBindingFault(binding, config);
    if (reason !== undefined)
      throw engineErrors.create("ENGINE_BINDING_INVALID", { source: `${folder} (${binding.nodeId})`, reason });
  }
  return `${JSON.stringify(
    {
      genesis_time: genesisTime,
      chain_id: config.chainId,
      initial_height: "1",
      consensus_params: {
        block: { max_bytes: String(engineBlockBytesMax), max_gas: "-1" },
        evidence: {
          max_age_num_blocks: evidenceAge.blocks,
          max_age_duration: evidenceAge.nanoseconds,
          max_bytes: "1048576",
        },
        validator: { pub_key_types: ["ed25519"] },
        version: { app: "0" },
        abci: { vote_extensions_enable_height: "0" },
      },
      validators: validators.map(({ engineKey, nodeId }) => ({
        address: bytesToHex(engineAddress(engineKey)).toUpperCase(),
        pub_key: publicKeyJson(engineKey),
        power: String(validatorPower),
        name: nodeId,
      })),
      app_hash: "",
      app_state: { bindings: validators.map(engineBindingToJson) },
    },
    undefined,
    2,
  )}\n`;
}
