import type { EngineOwner } from "@yanta/consensus/engine";
import type { NodeConfig } from "../config/load-node-config.ts";
import { nodeErrors } from "../errors.ts";

/** The identity that the engine's binding is signed with: the one that makes the node id. Errors: NODE_ENGINE_KEY. */
export function engineOwner({ orgId, net, signing }: NodeConfig, chainId: string): EngineOwner {
  if (net.tlsCertificate === undefined) return { chainId, orgId, ...signing };
  if (net.tlsPrivateKey === undefined) throw nodeErrors.create("NODE_ENGINE_KEY");
  return { chainId, orgId, certificate: net.tlsCertificate, privateKey: net.tlsPrivateKey };
}
