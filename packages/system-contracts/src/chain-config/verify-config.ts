import { checkTrustConfig } from "@yanta/identity";
import { verifyChainConfig, type ChainConfig } from "@yanta/protocol";

/**
 * What every changed configuration must pass before it is stored: the verification of the genesis block (which completes
 * defaults in place), then whether access control can be built from it. Returns the text of the refusal.
 *
 * Spec: config.md §1; access.md §4.
 */
export function verifyConfig(config: ChainConfig): string | undefined {
  return verifyChainConfig(config) ?? checkTrustConfig(config)?.message;
}
