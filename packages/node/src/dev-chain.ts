import { type BlockSigner, createCertificateSigner, hasDevChainFlag, type OpenChain } from "@yanta/chain";
import type { SoloConsensus } from "@yanta/consensus";
import { createDevControls, DevClock, devChainErrors, type DevControls, type DevMembers } from "@yanta/dev-chain";
import type { ChainConfig } from "@yanta/protocol";
import type { NodeConfig } from "./config/load-node-config.ts";
import { systemTime } from "./system-time.ts";

/** The clock of a chain: the machine's, and one that can be moved for a development chain. */
export function clockOf(genesis: ChainConfig): typeof systemTime | DevClock {
  return hasDevChainFlag(genesis) ? new DevClock(systemTime) : systemTime;
}

export interface DevControlsParts {
  readonly config: NodeConfig;
  readonly opened: OpenChain;
  readonly consensus: SoloConsensus;
  readonly clock: typeof systemTime | DevClock;
  readonly members: DevMembers | undefined;
}

/** The controls of a development chain; undefined when the ledger's genesis or the configuration says that it is none. */
export function openDevControls({
  config,
  opened: { chain, dev },
  consensus,
  clock,
  members = noMembers,
}: DevControlsParts): DevControls | undefined {
  if (dev === undefined || !(clock instanceof DevClock)) return undefined;
  return createDevControls({ chain, dev, consensus, clock, members, signer: signerOf(config) });
}

/** The member in whose name Ethereum transactions are sent, else the node itself. */
function signerOf({ ethereum, orgId, signing }: NodeConfig): BlockSigner {
  const { certificate, privateKey, ...member } = ethereum?.client ?? { orgId, ...signing };
  return createCertificateSigner(member.orgId, certificate, privateKey);
}

/** A node that was started from its configuration alone knows nobody's keys. */
const noMembers: DevMembers = {
  find: ({ orgId, name }) => {
    throw devChainErrors.create("DEV_CHAIN_MEMBER_UNKNOWN", {
      orgId,
      name,
      reason: "this node was not started by `yanta up`, so it has no members' keys",
    });
  },
  list: () => [],
};
