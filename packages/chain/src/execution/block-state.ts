import type { BinaryString } from "@yanta/bytes";
import type { KeyModification, LedgerReader } from "@yanta/storage";
import { type StateRecord, stateKey } from "./state-key.ts";

/** A write of an earlier transaction of the same block. */
interface BlockWrite extends StateRecord {
  readonly txId: string;
  readonly txIndex: number;
}

/**
 * The state that a block's transactions see: the committed one with the writes of the block's accepted transactions
 * on top. It lives as long as the block is being executed.
 */
export class BlockState {
  readonly #ledger: LedgerReader;
  readonly #writes = new Map<BinaryString, BlockWrite>();
  /** Every write in order, for key histories. */
  readonly #log: BlockWrite[] = [];

  constructor(ledger: LedgerReader) {
    this.#ledger = ledger;
  }

  /** The value, undefined when absent or deleted. `name` is `stateKey(contract, key)`. */
  get(name: BinaryString, contract: string, key: BinaryString): Uint8Array | undefined {
    const write = this.#writes.get(name);
    if (write === undefined) return this.#ledger.getState(contract, key);
    return write.value.length === 0 ? undefined : write.value;
  }

  /** Whether an earlier transaction of the block wrote the entry, deletions included. */
  isWritten(name: BinaryString): boolean {
    return this.#writes.has(name);
  }

  /** Puts an accepted transaction's writes on top. */
  apply(txId: string, txIndex: number, writes: readonly StateRecord[]): void {
    for (const { contract, key, value } of writes) {
      const write: BlockWrite = { contract, key, value, txId, txIndex };
      this.#writes.set(stateKey(contract, key), write);
      this.#log.push(write);
    }
  }

  /** Writes of the block's transactions so far: what opening a range or history looks through. */
  get writeCount(): number {
    return this.#log.length;
  }

  /** The block's own writes in [start, limit) of one contract, deletions included, unordered. */
  writesInRange(contract: string, start: BinaryString, limit: BinaryString): StateRecord[] {
    const found: StateRecord[] = [];
    for (const write of this.#writes.values()) {
      if (write.contract === contract && write.key >= start && write.key < limit) found.push(write);
    }
    return found;
  }

  /** Modifications of one key by the block's transactions so far, oldest first. */
  modifications(
    contract: string,
    key: BinaryString,
    at: { readonly height: bigint; readonly timestamp: bigint },
  ): KeyModification[] {
    return this.#log
      .filter((write) => write.contract === contract && write.key === key)
      .map(({ txId, txIndex, value }) => ({ ...at, txIndex, txId, value, isDelete: value.length === 0 }));
  }
}
