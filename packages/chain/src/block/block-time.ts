import type { ChainConfig } from "@yanta/protocol";
import type { EngineTime } from "../interface.ts";
import { blockTimeoutSecondsDefault } from "../limits.ts";
import type { ChainHead } from "./chain-head.ts";

/** The timestamp of the next block when the proposer's clock says `unixSeconds`: time never goes back, whatever the clock does. */
export function nextBlockTimestamp(head: ChainHead, unixSeconds: bigint): bigint {
  return unixSeconds > head.timestamp ? unixSeconds : head.timestamp;
}

/**
 * Why the next block cannot have a timestamp (Unix seconds); undefined = it can.
 * Spec: ledger.md §7.3 row 4; docs/deviations.md (ChainMaker does not look at the parent's).
 */
export function blockTimeFault(
  timestamp: bigint,
  head: ChainHead,
  { block }: ChainConfig,
  engineTime: EngineTime | undefined,
): string | undefined {
  if (timestamp < head.timestamp) return `timestamp ${timestamp} is before the last block's ${head.timestamp}`;
  if (engineTime === undefined) return undefined;
  const { unixSeconds, toleranceSeconds } = engineTime;
  const difference = timestamp > unixSeconds ? timestamp - unixSeconds : unixSeconds - timestamp;
  const agreedSeconds = BigInt(block?.blockTimeout || blockTimeoutSecondsDefault);
  const most =
    block?.blockTimestampVerify === true && agreedSeconds < toleranceSeconds ? agreedSeconds : toleranceSeconds;
  return difference <= most
    ? undefined
    : `timestamp ${timestamp} is ${difference} s from the engine's time, ${most} s allowed`;
}
