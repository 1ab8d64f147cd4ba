import { consensus, type ChainConfig } from "@yanta/protocol";
import type { NodeConfig } from "./config/load-node-config.ts";

/** Whether several nodes agree on this chain's blocks. TBFT is what ChainMaker's files say; CometBFT is what runs. */
export function isNetworkChain(genesis: ChainConfig, { solo }: Pick<NodeConfig, "solo">): boolean {
  return !solo && genesis.consensus?.type === consensus.ConsensusType.TBFT;
}
