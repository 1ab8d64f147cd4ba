import type { ChainConfig } from "@yanta/protocol";
import { enginePeerId } from "../engine/engine-keys.ts";
import type { EngineBinding } from "../interface.ts";
import { unboundPeersToldMax } from "../limits.ts";
import { bindingsInConfig } from "./config-bindings.ts";

export interface PeerGateOptions {
  readonly config: () => ChainConfig;
  /** Those of the engine's genesis. */
  readonly genesis: readonly EngineBinding[];
  /** Asked for an engine that the chain does not name: the node may know it from its operator. */
  readonly isKnownHere: (peerId: string) => boolean;
  /** Told of an engine that was turned away; the first ones only, since a stranger can have any number of keys. */
  readonly onRefused: (peerId: string) => void;
}

/**
 * Which engines may connect: those whose key a binding names, on chain or in the genesis, of an organisation that the chain trusts; and those that this
 * node's operator made known. Answers CometBFT's questions `/p2p/filter/id/ID` and `/p2p/filter/addr/ADDRESS`: an address says nothing of a key.
 * Spec: CometBFT v0.38 spec/abci/abci++_app_requirements.md "Peer Filtering".
 */
export function createPeerGate(options: PeerGateOptions): (path: string) => boolean {
  let known: { readonly config: ChainConfig; readonly peerIds: ReadonlySet<string> } | undefined;
  const told = new Set<string>();
  const boundPeers = (): ReadonlySet<string> => {
    const config = options.config();
    if (known?.config !== config) known = { config, peerIds: peerIdsOf(config, options.genesis) };
    return known.peerIds;
  };
  return (path) => {
    if (path.startsWith("/p2p/filter/addr/")) return true;
    const peerId = /^\/p2p\/filter\/id\/([0-9a-f]{40})$/.exec(path)?.[1];
    if (peerId === undefined) return false;
    if (boundPeers().has(peerId) || options.isKnownHere(peerId)) return true;
    if (!told.has(peerId) && told.size < unboundPeersToldMax) {
      told.add(peerId);
      options.onRefused(peerId);
    }
    return false;
  };
}

function peerIdsOf(config: ChainConfig, genesis: readonly EngineBinding[]): ReadonlySet<string> {
  const trusted = new Set(config.trustRoots.map(({ orgId }) => orgId));
  const inForce = new Map([...genesis, ...bindingsInConfig(config)].map((binding) => [binding.nodeId, binding]));
  return new Set(
    [...inForce.values()].filter(({ orgId }) => trusted.has(orgId)).map(({ peerKey }) => enginePeerId(peerKey)),
  );
}
