import type { BinaryString } from "@yanta/bytes";

import type { KvEntry } from "../interface.ts";

/** Marks a deleted key in a layer; compared by identity. */
export const tombstone: Uint8Array = new Uint8Array(0);

export interface MergeOptions {
  readonly reverse: boolean;
  readonly limit: number;
}

/**
 * One ordered view of several ordered layers. Of entries with equal keys the first layer's counts; a tombstone there
 * hides the key. All iterators are closed when the view is left early.
 */
export function* mergeEntries(
  layers: readonly Iterator<KvEntry>[],
  { reverse, limit }: MergeOptions,
): Generator<KvEntry, void, undefined> {
  const heads = layers.map(nextEntry);
  try {
    for (let left = limit; left > 0;) {
      const winner = winningHead(heads, reverse);
      if (winner === undefined) return;
      const [key, value] = winner;
      for (const [index, head] of heads.entries()) {
        if (head?.[0] === key) heads[index] = nextEntry(layers[index]);
      }
      if (value === tombstone) continue;
      left--;
      yield winner;
    }
  } finally {
    for (const layer of layers) layer.return?.();
  }
}

function winningHead(heads: readonly (KvEntry | undefined)[], reverse: boolean): KvEntry | undefined {
  let winner: KvEntry | undefined;
  for (const head of heads) {
    if (head !== undefined && (winner === undefined || comesBefore(head[0], winner[0], reverse))) winner = head;
  }
  return winner;
}

function comesBefore(a: BinaryString, b: BinaryString, reverse: boolean): boolean {
  return reverse ? a > b : a < b;
}

function nextEntry(layer: Iterator<KvEntry> | undefined): KvEntry | undefined {
  const step = layer?.next();
  return step === undefined || step.done === true ? undefined : step.value;
}
