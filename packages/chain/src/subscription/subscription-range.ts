import type { SubscriptionRange } from "../interface.ts";
import type { FollowRange } from "./subscription-hub.ts";

export type SubscriptionKind = "block" | "tx" | "event";

export type PlannedRange =
  | { readonly kind: "range"; readonly range: FollowRange }
  /** The stream ends at once. */
  | { readonly kind: "nothing" }
  | { readonly kind: "refused"; readonly status: "InvalidArgument" | "Internal"; readonly message: string };

/** How ChainMaker begins the refusal of a subscription's parameters. Spec: rpc.md §4. */
export const parameterFaultPrefixes: Readonly<Record<SubscriptionKind, string>> = {
  block: "check subscribe block payload failed",
  tx: "check subscribe tx payload params failed",
  event: "check subscribe contract event payload params failed",
};

/**
 * Turns the heights of a request (-1 = open) into the blocks to send, given the last height.
 * Spec: rpc.md §9, the table of (start, end) and the two lines below it.
 */
export function planRange(kind: SubscriptionKind, { start, end }: SubscriptionRange, last: bigint): PlannedRange {
  if (start < -1n || end < -1n || (end !== -1n && start > end)) {
    return {
      kind: "refused",
      status: "InvalidArgument",
      message: `${parameterFaultPrefixes[kind]}, invalid start block height or end block height`,
    };
  }
  const isLive = (start === -1n && end === -1n) || (kind === "event" && start === 0n && end === 0n);
  if (isLive) return follow(last + 1n, undefined);
  const to = end === -1n ? undefined : end;
  if (start === -1n && kind !== "tx")
    return to !== undefined && to <= last ? { kind: "nothing" } : follow(last + 1n, to);

  const wanted = start === -1n ? 0n : start;
  if (wanted > last && last === 0n) {
    return {
      kind: "refused",
      status: "Internal",
      message: `get last block failed, payload start block height:${wanted} > last block height:${last}`,
    };
  }
  const from = wanted > last ? last : wanted;
  // ChainMaker takes "nothing sent" and "block 0 sent" for the same and ends the stream.
  if (kind !== "block" && last === 0n) return follow(from, 0n);
  return follow(from, to);
}

function follow(from: bigint, to: bigint | undefined): PlannedRange {
  return { kind: "range", range: { from, to } };
}
