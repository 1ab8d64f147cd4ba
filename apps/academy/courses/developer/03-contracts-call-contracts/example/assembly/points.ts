import { Event2, StateMap } from "@yanta/contract-sdk";

const balances = new StateMap<u64>("balance");
const spent = new Event2<string, u64>("spent", "card", "amount");

/** Puts points on a card and returns how many it has now. */
export function earn(card: string, amount: u64): u64 {
  const balance = balances.getOr(card, 0) + amount;
  balances.set(card, balance);
  return balance;
}

/** Takes points off a card and returns how many are left. */
export function spend(card: string, amount: u64): u64 {
  const balance = balances.getOr(card, 0);
  assert(balance >= amount, "card " + card + " has only " + balance.toString());
  balances.set(card, balance - amount);
  spent.emit(card, amount);
  return balance - amount;
}
