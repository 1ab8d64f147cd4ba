import { StateMap, StateValue } from "@yanta/contract-sdk";

const gifts = new StateMap<u64>("gift");
const total = new StateValue<u64>("total");

/** Enters a gift, and adds everything up again. */
export function give(donor: string, amount: u64): u64 {
  gifts.set(donor, gifts.getOr(donor, 0) + amount);
  let sum: u64 = 0;
  for (const rows = gifts.entries(); rows.next(); ) sum += rows.value;
  total.set(sum);
  return sum;
}

/** @query */
export function sum(): u64 {
  return total.getOr(0);
}
