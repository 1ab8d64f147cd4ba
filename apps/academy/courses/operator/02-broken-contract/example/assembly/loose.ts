import { StateMap } from "@yanta/contract-sdk";

const facts = new StateMap<string>("fact");

/** Forgets to ask whether there is a record already. */
export function save(file_hash: string, file_name: string, time: u64): void {
  facts.set(file_hash, file_name);
}

/** @query */
export function find_by_file_hash(file_hash: string): string {
  return facts.get(file_hash);
}
