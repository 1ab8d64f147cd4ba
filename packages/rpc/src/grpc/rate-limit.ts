import { rateLimitAddressesMax } from "../limits.ts";

export interface RateLimitOptions {
  /** One bucket for all callers, or one per client address. */
  readonly scope: "global" | "address";
  /** Tokens that come back a second; 0 stands for 10,000, negative for no limit. Spec: rpc.md §2. */
  readonly tokensPerSecond: number;
  /** Most tokens a bucket holds; same defaults. */
  readonly bucketSize: number;
  /** Milliseconds of a monotonic clock. */
  readonly nowMs: () => number;
}

/** Whether a call from `address` may go on. */
export type RateLimiter = (address: string) => boolean;

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

const defaultTokens = 10_000;

/** Token bucket limiter as the node configuration's `rpc.ratelimit` describes it. */
export function createRateLimiter(options: RateLimitOptions): RateLimiter {
  const tokensPerSecond = options.tokensPerSecond || defaultTokens;
  const bucketSize = options.bucketSize || defaultTokens;
  if (tokensPerSecond < 0 || bucketSize < 0) return () => true;

  const buckets = new Map<string, Bucket>();
  return (address) => {
    const nowMs = options.nowMs();
    const key = options.scope === "global" ? "" : address;
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = { tokens: bucketSize, filledAtMs: nowMs };
      if (buckets.size >= rateLimitAddressesMax) deleteOldest(buckets);
      buckets.set(key, bucket);
    }
    bucket.tokens = Math.min(bucketSize, bucket.tokens + ((nowMs - bucket.filledAtMs) / 1000) * tokensPerSecond);
    bucket.filledAtMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}

function deleteOldest(buckets: Map<string, Bucket>): void {
  const oldest = buckets.keys().next();
  if (!oldest.done) buckets.delete(oldest.value);
}
