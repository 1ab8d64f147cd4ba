import { StateMap } from "@yanta/contract-sdk";

const readings = new StateMap<u64>("reading");

/** Keeps the reading of a water meter. */
export function read(meter: string, cubic: u64): void {
  readings.set(meter, cubic);
}

/** @query */
export function reading(meter: string): u64 {
  return readings.getOr(meter, 0);
}
