import { StateMap } from "@yanta/contract-sdk";

const trees = new StateMap<string>("tree");

/** Keeps a record such as `ginkgo|1200`: kind and age. */
export function enter(tree: string, record: string): void {
  trees.set(tree, record);
}

/** @query */
export function find(tree: string): string {
  return trees.getOr(tree, "unknown");
}
