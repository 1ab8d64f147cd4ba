import { StateMap, StateValue } from "@yanta/contract-sdk";

const nodes = new StateValue<u32>("nodes");
const votes = new StateMap<string>("vote");
const counts = new StateMap<u32>("count");

export function init_contract(count: u32): void {
  nodes.set(count);
}

/** Notes that a node voted for a block at a height. */
export function vote(height: u32, node: string, block: string): void {
  const key = height.toString() + "." + node;
  votes.set(key, votes.has(key) ? votes.get(key) + "," + block : block);
  const tally = height.toString() + "." + block;
  counts.set(tally, counts.getOr(tally, 0) + 1);
}

/** How many votes decide: more than two thirds. @query */
export function quorum(): u32 {
  return (nodes.get() * 2) / 3 + 1;
}

/** @query */
export function decided(height: u32, block: string): bool {
  return counts.getOr(height.toString() + "." + block, 0) >= quorum();
}
