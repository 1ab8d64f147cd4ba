import { parseCertificate } from "@yanta/crypto";
import type { EngineBinding } from "@yanta/consensus/engine";
import type { ChainNode } from "@yanta/system-contracts";
import { parseMultiaddress } from "./parse-multiaddress.ts";
import type { PeerState } from "./watch-engine.ts";

/** The connected nodes as GET_CHAIN_INFO shows them; an address is known of those that net.seeds names. */
export function engineNodes(
  peers: readonly PeerState[],
  bindings: ReadonlyMap<string, EngineBinding>,
  seeds: readonly string[],
): readonly ChainNode[] {
  const addresses = new Map(
    seeds.map((seed) => [parseMultiaddress(seed)?.nodeId, seed.replace(/\/(p2p|ipfs)\/.*$/, "")]),
  );
  return peers.flatMap(({ nodeId }) => {
    const binding = bindings.get(nodeId);
    if (binding === undefined) return [];
    const nodeAddress = addresses.get(nodeId) ?? "";
    return [{ nodeId, nodeAddress, tlsCertificate: parseCertificate(binding.certificatePem).der }];
  });
}
