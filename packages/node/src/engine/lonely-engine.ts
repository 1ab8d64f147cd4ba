import { lonelyMsMax, lonelyMsMin } from "../limits.ts";

/**
 * Whether an engine should be started again because it has had no peer for long, asked at each look at it. CometBFT gives a peer up that turned it
 * away, and after an outage waits for hours before it tries again; an engine without peers has nothing to lose. The wait doubles each time,
 * and begins anew once a peer is there.
 */
export function createLonelinessWatch(): (peerCount: number, nowMs: number) => boolean {
  let aloneSinceMs: number | undefined;
  let patienceMs = lonelyMsMin;
  return (peerCount, nowMs) => {
    if (peerCount > 0) {
      aloneSinceMs = undefined;
      patienceMs = lonelyMsMin;
      return false;
    }
    aloneSinceMs ??= nowMs;
    if (nowMs - aloneSinceMs < patienceMs) return false;
    aloneSinceMs = nowMs;
    patienceMs = Math.min(lonelyMsMax, 2 * patienceMs);
    return true;
  };
}
