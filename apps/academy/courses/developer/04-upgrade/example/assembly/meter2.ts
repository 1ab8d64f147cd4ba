import { StateMap, StateValue } from "@yanta/contract-sdk";

const readings = new StateMap<u64>("reading");
const owners = new StateMap<string>("owner");
const price = new StateValue<u64>("price");

/** Runs once, when the contract is upgraded to this version. */
export function upgrade(cents: u64): void {
  price.set(cents);
}

/** Keeps the reading of a water meter, which never goes back. */
export function read(meter: string, cubic: u64): void {
  assert(cubic >= readings.getOr(meter, 0), "the reading of " + meter + " goes back");
  readings.set(meter, cubic);
}

/** Says whose meter it is. */
export function assign(meter: string, owner: string): void {
  owners.set(meter, owner);
}

/** @query */
export function reading(meter: string): u64 {
  return readings.getOr(meter, 0);
}

/** What all the water so far costs, in cents. @query */
export function bill(meter: string): u64 {
  return readings.getOr(meter, 0) * price.get();
}

/** @query */
export function owner(meter: string): string {
  return owners.getOr(meter, "unknown");
}
