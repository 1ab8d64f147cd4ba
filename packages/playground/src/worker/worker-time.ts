import type { ChainClock } from "@yanta/chain";
import type { SoloTime } from "@yanta/consensus";

/** Time for the chain and its engine. */
export interface PlaygroundTime extends ChainClock, SoloTime {}

/** The browser's clock and timers. */
export const workerTime: PlaygroundTime = {
  unixSeconds: () => BigInt(Math.floor(Date.now() / 1000)),
  monotonicMs: () => performance.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
