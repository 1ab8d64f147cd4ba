import type { BinaryString } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import type { Kv } from "../interface.ts";
import { pastRangeEntriesMax } from "../limits.ts";
import { type HistorySource, readStateAt } from "./history.ts";
import { historyPrefix, historySuffixLength, stateKey } from "./kv-layout.ts";

export interface PastRange {
  readonly contract: string;
  /** First key, inclusive. */
  readonly start: BinaryString;
  /** End, exclusive. */
  readonly limit: BinaryString;
  readonly height: bigint;
}

/**
 * The rows of a range as they were at the end of a block, ascending: found through every key that stands in it now or has a history there.
 *
 * Errors: STORAGE_PAST_RANGE_SIZE.
 */
export function* readRangeAt(
  source: HistorySource,
  range: PastRange,
): Generator<readonly [BinaryString, Uint8Array], void, undefined> {
  const { contract, height } = range;
  const count = createCounter(contract);
  for (const key of mergeKeys(keysOfHistory(source.kv, range, count), keysOfRows(source.kv, range, count))) {
    const value = readStateAt(source, contract, key, height);
    if (value !== undefined) yield [key, value];
  }
}

/**
 * Keys that may have a history, ascending, each once. A history key is the state key and a suffix that begins with a zero byte, so keys
 * that go on with a zero byte may come between or before those of the key they begin with. Where a key holds one, the shorter keys are
 * looked for first.
 */
function* keysOfHistory(
  kv: Kv,
  { contract, start, limit }: PastRange,
  count: () => void,
): Generator<BinaryString, void, undefined> {
  const prefixLength = historyPrefix(contract, "").length;
  let previous: BinaryString | undefined;
  for (const [historyKey] of kv.range({ start: historyPrefix(contract, start), end: historyPrefix(contract, limit) })) {
    count();
    const key = historyKey.slice(prefixLength, -historySuffixLength);
    for (const candidate of [...shorterKeys(key), key]) {
      if (candidate < start || candidate >= limit || (previous !== undefined && candidate <= previous)) continue;
      previous = candidate;
      yield candidate;
    }
  }
  for (const candidate of shorterKeys(limit)) {
    if (candidate >= start && (previous === undefined || candidate > previous)) yield candidate;
  }
}

function* keysOfRows(
  kv: Kv,
  { contract, start, limit }: PastRange,
  count: () => void,
): Generator<BinaryString, void, undefined> {
  const prefixLength = stateKey(contract, "").length;
  for (const [name] of kv.range({ start: stateKey(contract, start), end: stateKey(contract, limit) })) {
    count();
    yield name.slice(prefixLength);
  }
}

/** Two ascending sequences as one, equal keys once. Both are closed when it is left early. */
function* mergeKeys(
  left: Generator<BinaryString, void, undefined>,
  right: Generator<BinaryString, void, undefined>,
): Generator<BinaryString, void, undefined> {
  try {
    let [a, b] = [left.next(), right.next()];
    while (a.done !== true || b.done !== true) {
      const key = a.done === true || (b.done !== true && b.value < a.value) ? b.value : a.value;
      if (key === undefined) return;
      yield key;
      if (a.value === key) a = left.next();
      if (b.value === key) b = right.next();
    }
  } finally {
    left.return();
    right.return();
  }
}

function createCounter(contract: string): () => void {
  let entries = 0;
  return () => {
    if (++entries > pastRangeEntriesMax)
      throw storageErrors.create("STORAGE_PAST_RANGE_SIZE", { contract, entriesMax: pastRangeEntriesMax });
  };
}

/** What stands before each zero byte of a key, ascending. */
function shorterKeys(key: BinaryString): readonly BinaryString[] {
  const found: BinaryString[] = [];
  for (let at = key.indexOf("\u0000"); at >= 0; at = key.indexOf("\u0000", at + 1)) found.push(key.slice(0, at));
  return found;
}
