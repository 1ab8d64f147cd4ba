import type { ChainConfig, Payload } from "@yanta/protocol";
import { txTimeoutSecondsDefault } from "../limits.ts";

/**
 * Whether a transaction is as old as the chain allows, in both directions, by one of some clocks (Unix seconds): a development chain's
 * differs from the machine's, which is all that clients know. Asked when it enters the pool, and by the block's time when a block is built
 * and while validators decide on it; never of a block that was decided before. Spec: rpc.md §3, ledger.md §7.3 row 8, §7.4.
 */
export function isTimely(payload: Payload, config: ChainConfig, clocks: readonly (bigint | undefined)[]): boolean {
  if (config.block?.txTimestampVerify !== true) return true;
  const windowSeconds = BigInt(config.block.txTimeout || txTimeoutSecondsDefault);
  return clocks.some((now) => now !== undefined && distance(now, payload.timestamp) <= windowSeconds);
}

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);
