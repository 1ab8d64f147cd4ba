import type { RandomBytes } from "../random.ts";

/** Bytes of a serial number we make: 63 bits, as ChainMaker's generator stays in an int64. */
const serialSizeBytes = 8;

/** A fresh positive serial number, big endian, without leading zero byte. */
export function createSerialNumber(random: RandomBytes): Uint8Array {
  const serial = Uint8Array.from(random(serialSizeBytes));
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}
