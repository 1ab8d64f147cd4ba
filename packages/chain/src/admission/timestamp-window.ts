import type { ChainConfig, Payload } from "@yanta/protocol";
import { txTimeoutSecondsDefault } from "../limits.ts";

/**
 * Whether a transaction is as old as the chain allows, in both directions. Asked when it enters the pool and when a
 * block is built, never on verification. Spec: rpc.md §3, ledger.md §7.4.
 */
export function isInTimestampWindow(payload: Payload, config: ChainConfig, unixSeconds: bigint): boolean {
  if (config.block?.txTimestampVerify !== true) return true;
  const difference =
    unixSeconds > payload.timestamp ? unixSeconds - payload.timestamp : payload.timestamp - unixSeconds;
  return difference <= BigInt(config.block.txTimeout || txTimeoutSecondsDefault);
}
