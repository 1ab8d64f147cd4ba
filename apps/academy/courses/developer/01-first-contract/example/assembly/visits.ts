import { Event2, StateMap } from "@yanta/contract-sdk";

const counts = new StateMap<u64>("counts");
const visited = new Event2<string, u64>("visited", "page", "count");

/** Counts one more visit of a page. */
export function visit(page: string): u64 {
  const count = counts.getOr(page, 0) + 1;
  counts.set(page, count);
  visited.emit(page, count);
  return count;
}

/**
 * How often a page was visited.
 * @query
 */
export function count(page: string): u64 {
  return counts.getOr(page, 0);
}
