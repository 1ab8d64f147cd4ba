import type { BinaryString } from "@yanta/bytes";
import type { KeyModification } from "@yanta/storage";
import type { HistoryCursor, StateCursor, StateRow } from "@yanta/vm";
import type { StateRecord } from "./state-key.ts";

/**
 * Rows of committed state merged with newer writes, ascending by key. A newer write hides the committed row of its
 * key; a deletion comes back as a row with an empty value, as in ChainMaker. Spec: ledger.md §6.1.
 */
export function createStateCursor(
  committed: Iterable<readonly [key: BinaryString, value: Uint8Array]>,
  newer: ReadonlyMap<BinaryString, StateRecord>,
  onRow: (row: StateRow) => void,
): StateCursor {
  const rows = mergeRows(
    committed,
    [...newer.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
  );
  return {
    next() {
      const step = rows.next();
      if (step.done === true) return undefined;
      onRow(step.value);
      return step.value;
    },
    close: () => void rows.return(undefined),
  };
}

function* mergeRows(
  committed: Iterable<readonly [key: BinaryString, value: Uint8Array]>,
  newer: readonly StateRecord[],
): Generator<StateRow, undefined, undefined> {
  let next = 0;
  for (const [key, value] of committed) {
    for (let write = newer[next]; write !== undefined && write.key < key; write = newer[++next]) {
      yield { key: write.key, value: write.value };
    }
    const write = newer[next];
    if (write?.key === key) {
      next++;
      yield { key, value: write.value };
    } else {
      yield { key, value };
    }
  }
  for (const write of newer.slice(next)) yield { key: write.key, value: write.value };
  return undefined;
}

/** Modifications one after the other: committed ones, then those of the block. */
export function createHistoryCursor(
  committed: Iterable<KeyModification>,
  newer: readonly KeyModification[],
  onRow: (row: KeyModification) => void,
): HistoryCursor {
  const rows = (function* (): Generator<KeyModification, undefined, undefined> {
    yield* committed;
    yield* newer;
    return undefined;
  })();
  return {
    next() {
      const step = rows.next();
      if (step.done === true) return undefined;
      onRow(step.value);
      return step.value;
    },
    close: () => void rows.return(undefined),
  };
}
