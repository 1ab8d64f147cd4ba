import type { ChainConfig } from "@yanta/protocol";
import type { Refusal } from "./interface.ts";
import { readTrustMembers } from "./trust-members.ts";
import { readTrustRoots } from "./trust-roots.ts";

/**
 * Whether access control can be built from a configuration's trust_roots and trust_members; undefined = yes. CHAIN_CONFIG asks
 * before it writes, so that no change can leave a chain without access control.
 *
 * Spec: access.md §4 steps 0, 1.
 */
export function checkTrustConfig(config: Pick<ChainConfig, "trustRoots" | "trustMembers">): Refusal | undefined {
  const roots = readTrustRoots(config.trustRoots);
  if (roots.kind === "invalid") return { message: roots.message };
  const members = readTrustMembers(config.trustMembers);
  return members.kind === "invalid" ? { message: members.message } : undefined;
}
