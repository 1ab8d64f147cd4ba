import { keccak256 } from "@yanta/crypto";

export const bloomBytes = 256;

/** Adds an address or topic to a log bloom. Spec: yellow paper §4.3.1. */
export function addToBloom(bloom: Uint8Array, value: Uint8Array): void {
  const hash = keccak256(value);
  for (const at of [0, 2, 4]) {
    const bit = (((hash[at] as number) << 8) | (hash[at + 1] as number)) & 0x7ff;
    const place = bloomBytes - 1 - (bit >> 3);
    bloom[place] = (bloom[place] as number) | (1 << (bit & 7));
  }
}
