import type { ChainClock } from "@yanta/chain";
import type { SoloTime } from "@yanta/consensus";

/** The machine's clock and timers: the only place where the chain's time comes from. */
export const systemTime: ChainClock & SoloTime = {
  unixSeconds: () => BigInt(Math.floor(Date.now() / 1000)),
  monotonicMs: () => performance.now(),
  after: (delayMs, action) => {
    if (delayMs <= 0) {
      const immediate = setImmediate(action);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
