import type { BinaryString } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import { pastRangeEntriesMax } from "../limits.ts";
import { type HistorySource, readStateAt } from "./history.ts";
import { historyPrefix, historySuffixLength } from "./kv-layout.ts";

export interface PastRange {
  readonly contract: string;
  /** First key, inclusive. */
  readonly start: BinaryString;
  /** End, exclusive. */
  readonly limit: BinaryString;
  readonly height: bigint;
}

/**
 * The rows of a range as they were at the end of a block, ascending: found through the history of every key that ever stood in it.
 *
 * A history key is the state key and a suffix that begins with a zero byte, so keys that go on with a zero byte may come between or before
 * those of the key they begin with. Where a key holds one, the shorter keys are looked for first.
 *
 * Errors: STORAGE_PAST_RANGE_SIZE.
 */
export function* readRangeAt(
  source: HistorySource,
  { contract, start, limit, height }: PastRange,
): Generator<readonly [BinaryString, Uint8Array], void, undefined> {
  const prefixLength = historyPrefix(contract, "").length;
  let previous: BinaryString | undefined;
  let entries = 0;
  for (const [historyKey] of source.kv.range({
    start: historyPrefix(contract, start),
    end: historyPrefix(contract, limit),
  })) {
    if (++entries > pastRangeEntriesMax)
      throw storageErrors.create("STORAGE_PAST_RANGE_SIZE", { contract, entriesMax: pastRangeEntriesMax });
    const key = historyKey.slice(prefixLength, -historySuffixLength);
    for (const candidate of [...shorterKeys(key), key]) {
      if (candidate < start || candidate >= limit || (previous !== undefined && candidate <= previous)) continue;
      previous = candidate;
      const value = readStateAt(source, contract, candidate, height);
      if (value !== undefined) yield [candidate, value];
    }
  }
  for (const candidate of shorterKeys(limit)) {
    if (candidate < start || (previous !== undefined && candidate <= previous)) continue;
    const value = readStateAt(source, contract, candidate, height);
    if (value !== undefined) yield [candidate, value];
  }
}

/** What stands before each zero byte of a key, ascending. */
function shorterKeys(key: BinaryString): readonly BinaryString[] {
  const found: BinaryString[] = [];
  for (let at = key.indexOf("\u0000"); at >= 0; at = key.indexOf("\u0000", at + 1)) found.push(key.slice(0, at));
  return found;
}
