import { fromText, StateMap } from "@yanta/contract-sdk";

const old = new StateMap<string>("tree");
const kinds = new StateMap<string>("kind");
const ages = new StateMap<u64>("age");

/** Writes a record in its new form, and takes the old one away. */
export function enter(tree: string, kind: string, age: u64): void {
  kinds.set(tree, kind);
  ages.set(tree, age);
  old.delete(tree);
}

/** Moves at most so many records to the new tables, and returns how many. */
export function migrate(most: u32): u32 {
  const found: string[] = [];
  const rows = old.entries();
  while (<u32>found.length < most && rows.next()) found.push(rows.field);
  rows.close();
  for (let i = 0; i < found.length; i++) move(found[i]);
  return found.length;
}

function move(tree: string): void {
  const parts = old.get(tree).split("|");
  assert(parts.length == 2, "the record of " + tree + " has no age");
  enter(tree, parts[0], fromText<u64>(parts[1]));
}

/** Answers from the new table, and from the old one as long as a record waits there. @query */
export function kind(tree: string): string {
  if (kinds.has(tree)) return kinds.get(tree);
  return old.getOr(tree, "unknown").split("|")[0];
}

/** @query */
export function age(tree: string): u64 {
  return ages.getOr(tree, 0);
}
