import type { BinaryString } from "@yanta/bytes";
import { rangedWritesMax, stateNameBytesMax } from "../limits.ts";
import type { StateRecord } from "./state-key.ts";

interface Undo {
  readonly name: BinaryString;
  readonly contract: string;
  /** What the write replaced; undefined when it was the first. */
  readonly previous: StateRecord | undefined;
}

/** What one call depth did, for the case that the call fails. */
interface Frame {
  /** Contracts whose state this depth read or wrote. */
  readonly touched: Set<string>;
  readonly undo: Undo[];
}

/** What a transaction read or wrote cannot be recorded: it fails with the message. */
export class RecordRefused extends Error {}

/** A transaction touched more of the state than a block can carry. */
export class RwsetTooLarge extends RecordRefused {
  constructor(bytesMax: number) {
    super(`read and write set is larger than ${bytesMax} bytes`);
  }
}

/** A transaction wrote under a name that no store takes; runtimes check keys of contracts, not all system contracts do. */
export class StateKeyTooLong extends RecordRefused {
  constructor() {
    super(`state key is longer than ${stateNameBytesMax} bytes`);
  }
}

/** A transaction opened so many ranges over so many writes that looking through these would take minutes. */
export class RangesTooLarge extends RecordRefused {
  constructor() {
    super(`iterators look through more than ${rangedWritesMax} writes`);
  }
}

/** A transaction's read and write set, both ascending by `contract#key`. */
export interface RecordedSet {
  readonly reads: readonly StateRecord[];
  readonly writes: readonly StateRecord[];
}

/**
 * Records what a transaction reads and writes, call depth by call depth. A later record of the same entry replaces
 * the earlier one.
 *
 * Spec: ledger.md §6.1, vm.md §0.3.
 */
export class RwsetRecorder {
  readonly #reads = new Map<BinaryString, StateRecord>();
  readonly #writes = new Map<BinaryString, StateRecord>();
  readonly #bytesMax: number;
  #bytes = 0;
  readonly #frames: Frame[] = [{ touched: new Set(), undo: [] }];

  /** `bytesMax` bounds the sum of all keys and values that are recorded, replaced ones included. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Errors: RwsetTooLarge. */
  recordRead(name: BinaryString, record: StateRecord): void {
    this.#count(name, record);
    this.#frame().touched.add(record.contract);
    this.#reads.set(name, record);
  }

  /** Errors: RwsetTooLarge, StateKeyTooLong. */
  recordWrite(name: BinaryString, record: StateRecord): void {
    if (name.length > stateNameBytesMax) throw new StateKeyTooLong();
    this.#count(name, record);
    const frame = this.#frame();
    frame.touched.add(record.contract);
    if (this.#frames.length > 1) frame.undo.push({ name, contract: record.contract, previous: this.#writes.get(name) });
    this.#writes.set(name, record);
  }

  hasRead(name: BinaryString): boolean {
    return this.#reads.has(name);
  }

  /** The transaction's own write of an entry, undefined when there is none. */
  ownWrite(name: BinaryString): StateRecord | undefined {
    return this.#writes.get(name);
  }

  get writeCount(): number {
    return this.#writes.size;
  }

  /** The transaction's own writes in [start, limit) of one contract, deletions included, unordered. */
  ownWritesInRange(contract: string, start: BinaryString, limit: BinaryString): StateRecord[] {
    const found: StateRecord[] = [];
    for (const write of this.#writes.values()) {
      if (write.contract === contract && write.key >= start && write.key < limit) found.push(write);
    }
    return found;
  }

  /** Begins a deeper call. */
  enterCall(): void {
    this.#frames.push({ touched: new Set(), undo: [] });
  }

  /**
   * Ends the deepest call. After a failure its reads stay and its writes go, except (as ChainMaker does it) for
   * contracts that the calling depth has not touched: their writes stay too.
   */
  leaveCall(succeeded: boolean): void {
    const frame = this.#frames.pop();
    const outer = this.#frames.at(-1);
    if (frame === undefined || outer === undefined) throw new Error("leaveCall without enterCall");
    const kept = succeeded ? frame.undo : this.#rollBack(frame, outer);
    // One by one: how many arguments a call takes depends on the engine's stack.
    if (this.#frames.length > 1) for (const undo of kept) outer.undo.push(undo);
    for (const contract of frame.touched) outer.touched.add(contract);
  }

  /** The sets of the whole transaction. A failed one keeps its reads, and writes of the contracts `keptOnFailure` only. */
  finish(succeeded: boolean, keptOnFailure: ReadonlySet<string>): RecordedSet {
    const writes = sortedRecords(this.#writes);
    return {
      reads: sortedRecords(this.#reads),
      writes: succeeded ? writes : writes.filter(({ contract }) => keptOnFailure.has(contract)),
    };
  }

  #count(name: BinaryString, { value }: StateRecord): void {
    this.#bytes += name.length + value.length;
    if (this.#bytes > this.#bytesMax) throw new RwsetTooLarge(this.#bytesMax);
  }

  #rollBack(frame: Frame, outer: Frame): Undo[] {
    const kept: Undo[] = [];
    for (const undo of frame.undo.toReversed()) {
      if (!outer.touched.has(undo.contract)) kept.push(undo);
      else if (undo.previous === undefined) this.#writes.delete(undo.name);
      else this.#writes.set(undo.name, undo.previous);
    }
    return kept.reverse();
  }

  #frame(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new Error("no call frame");
    return frame;
  }
}

function sortedRecords(records: ReadonlyMap<BinaryString, StateRecord>): StateRecord[] {
  if (records.size < 2) return [...records.values()];
  return [...records.keys()]
    .sort()
    .map((name) => records.get(name))
    .filter((record) => record !== undefined);
}
