import type { CountCache } from "./context.ts";
import { countsSeconds } from "./limits.ts";

/** Keeps each count for some seconds; those who ask meanwhile wait for the same one. */
export function createCountCache(nowSeconds: () => number): CountCache {
  const kept = new Map<string, { readonly until: number; readonly value: Promise<unknown> }>();
  return {
    get: <Value>(name: string, count: () => Promise<Value>) => {
      const found = kept.get(name);
      if (found !== undefined && found.until > nowSeconds()) return found.value as Promise<Value>;
      const value = count();
      kept.set(name, { until: nowSeconds() + countsSeconds, value });
      value.catch(() => kept.delete(name));
      return value;
    },
  };
}
