const unitMs: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };

/** Longest time a Node.js timer takes; nobody waits longer than these 24 days. */
const timerMsMax = 2 ** 31 - 1;

/**
 * Milliseconds of a `grpc-timeout` header: at most eight digits and a unit; undefined when it is malformed.
 * Spec: gRPC over HTTP2, "Timeout".
 */
export function parseCallTimeout(header: string): number | undefined {
  const unit = unitMs[header.slice(-1)];
  const digits = header.slice(0, -1);
  if (unit === undefined || !/^\d{1,8}$/.test(digits)) return undefined;
  return Math.min(Number(digits) * unit, timerMsMax);
}
