import { callContract, CallParameters, Event3, fromText, StateMap, toText } from "@yanta/contract-sdk";

const prices = new StateMap<u64>("price");
const meals = new StateMap<u64>("meals");
const served = new Event3<string, string, u64>("served", "card", "dish", "left");

/** Puts a dish on the menu. */
export function offer(dish: string, price: u64): void {
  prices.set(dish, price);
}

/** Counts a meal, has the points contract take its price off the card, and returns what is left there. */
export function buy(card: string, dish: string): u64 {
  assert(prices.has(dish), "there is no dish " + dish);
  meals.set(card, meals.getOr(card, 0) + 1);
  const parameters = new CallParameters().add<string>("card", card).add<u64>("amount", prices.get(dish));
  const answer = callContract("points", "spend", parameters);
  const left = fromText<u64>(toText<Uint8Array>(answer));
  served.emit(card, dish, left);
  return left;
}
