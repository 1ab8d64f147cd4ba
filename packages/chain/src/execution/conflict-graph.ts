import type { BinaryString } from "@yanta/bytes";
import type { RecordedSet } from "./rwset-recorder.ts";

/** Earlier transactions that each transaction of a block depends on: indexes, ascending. */
export type ConflictGraph = readonly (readonly number[])[];

interface KeyUse {
  /** The last transaction that wrote the key, -1 for none. */
  lastWriter: number;
  /** Transactions that read it since, ascending. */
  readersSince: number[];
}

/**
 * The block's DAG: who must run before whom when a verifier runs transactions in parallel. Keys count without their
 * contract's name, as in ChainMaker. Readers before a key's last writer are reached through that writer. The last
 * `serialCount` transactions read ranges: the first of them depends on all others, each further one on its
 * predecessor.
 *
 * Nobody recomputes the graph, so only its ordering matters, and fewer edges are better.
 * Spec: ledger.md §7.2, txpool-scheduler.md §5.
 */
export function buildConflictGraph(sets: readonly RecordedSet[], serialCount: number): ConflictGraph {
  const keys = new Map<BinaryString, KeyUse>();
  const reaches: (Uint32Array | undefined)[] = [];
  const graph: number[][] = [];
  const parallelCount = sets.length - serialCount;
  for (const [index, set] of sets.entries()) {
    if (index < parallelCount) graph.push(neighboursOf(index, set, keys, reaches));
    else if (index > parallelCount) graph.push([index - 1]);
    else graph.push(Array.from({ length: index }, (_, earlier) => earlier));
  }
  return graph;
}

function neighboursOf(
  index: number,
  set: RecordedSet,
  keys: Map<BinaryString, KeyUse>,
  reaches: (Uint32Array | undefined)[],
): number[] {
  const neighbours: number[] = [];
  let reach: Uint32Array | undefined;
  const depend = (on: number): void => {
    if (on < 0 || on === index) return;
    reach ??= new Uint32Array((index >>> 5) + 1);
    if (((reach[on >>> 5] ?? 0) & (1 << (on & 31))) !== 0) return;
    neighbours.push(on);
    reach[on >>> 5] = (reach[on >>> 5] ?? 0) | (1 << (on & 31));
    const further = reaches[on];
    if (further !== undefined) for (let i = 0; i < further.length; i++) reach[i] = (reach[i] ?? 0) | (further[i] ?? 0);
  };

  for (const { key } of set.reads) depend(keys.get(key)?.lastWriter ?? -1);
  for (const { key } of set.writes) {
    const use = keys.get(key);
    if (use === undefined) continue;
    for (let i = use.readersSince.length - 1; i >= 0; i--) depend(use.readersSince[i] ?? -1);
    depend(use.lastWriter);
  }
  for (const { key } of set.reads) {
    const use = keys.get(key);
    if (use === undefined) keys.set(key, { lastWriter: -1, readersSince: [index] });
    else if (use.readersSince.at(-1) !== index) use.readersSince.push(index);
  }
  for (const { key } of set.writes) keys.set(key, { lastWriter: index, readersSince: [] });
  reaches[index] = reach;
  return neighbours.sort((a, b) => a - b);
}

/** Why a received graph cannot be one of `txCount` transactions; undefined when it can. Spec: ledger.md §7.3 row 7. */
export function conflictGraphFault(graph: ConflictGraph, txCount: number): string | undefined {
  if (graph.length !== txCount) return `dag has ${graph.length} vertexes for ${txCount} txs`;
  for (const [index, neighbours] of graph.entries()) {
    let last = -1;
    for (const neighbour of neighbours) {
      if (neighbour <= last || neighbour >= index) return `dag vertex ${index} has a wrong neighbour ${neighbour}`;
      last = neighbour;
    }
  }
  return undefined;
}
