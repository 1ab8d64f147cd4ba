import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's young generation at the size that it has now, 32 MB after a usual start. By itself it grows to 128 MB, all
 * of it resident, without making a node cheaper: measured at 2,000 tx/s, 360 instead of 450 MB at the same CPU.
 */
export function keepYoungGeneration(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
