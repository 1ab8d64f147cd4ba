import type { DevTip } from "@yanta/dev-chain";
import { toQuantity } from "../../json-rpc/hex.ts";

/** A tip of the chain as JSON. */
export function tipToJson({ height, hash, timestamp }: DevTip): Record<string, unknown> {
  return { height: toQuantity(height), hash: `0x${hash}`, timestamp: toQuantity(timestamp) };
}
