/** The value below which a share `q` of the values lies; 0 for none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}

/** The middle of several runs. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** Milliseconds, to a hundredth. */
export function latencyOf(milliseconds: readonly number[]): Latency {
  return { p50: round(quantile(milliseconds, 0.5), 2), p99: round(quantile(milliseconds, 0.99), 2) };
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
