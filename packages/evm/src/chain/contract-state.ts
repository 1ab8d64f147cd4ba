import type { BinaryString } from "@yanta/bytes";
import { emptyBytes } from "@yanta/bytes";
import type { TxContext } from "@yanta/vm";
import { versionRules } from "./version-rules.ts";

/**
 * A contract's storage during one call: what it wrote is held back until the call succeeds or another contract is called.
 * Keys are slots in minimal hex, values minimal big-endian bytes.
 *
 * ChainMaker holds writes back until the end, so that a contract which is called again from below sees its old state. Here the
 * writes come first, as on Ethereum: contracts guard themselves against re-entrance with them (docs/deviations.md).
 *
 * Spec: vm.md §5.3.
 */
export class ContractState {
  readonly #context: TxContext;
  readonly #contract: string;
  readonly #writes = new Map<BinaryString, Uint8Array>();
  readonly #reads = new Map<BinaryString, Uint8Array>();
  readonly #loaded = new Set<BinaryString>();
  /** Values before this call, of slots whose new value was handed over. */
  readonly #before = new Map<BinaryString, Uint8Array>();

  constructor(context: TxContext, contract: string) {
    this.#context = context;
    this.#contract = contract;
  }

  load(key: BinaryString): Uint8Array {
    if (this.#context.blockVersion < versionRules.readsAreNotWritten) this.#loaded.add(key);
    const known = this.#writes.get(key) ?? this.#reads.get(key);
    if (known !== undefined) return known;
    const value = this.#context.get(this.#contract, key) ?? emptyBytes;
    this.#reads.set(key, value);
    return value;
  }

  /** Returns what undoes it. */
  store(key: BinaryString, value: Uint8Array): () => void {
    const previous = this.#writes.get(key);
    this.#writes.set(key, value);
    return () => {
      const old = previous ?? this.#before.get(key);
      if (old === undefined) this.#writes.delete(key);
      else this.#writes.set(key, old);
    };
  }

  /** Hands the writes over to the transaction, and keeps what takes them back unless the call is at its end. True if there were any. */
  flush(isEnd: boolean): boolean {
    const { size } = this.#writes;
    for (const [key, value] of this.#writes) {
      if (!isEnd && !this.#before.has(key)) {
        this.#before.set(key, this.#context.peek(this.#contract, key) ?? emptyBytes);
      }
      this.#context.put(this.#contract, key, value);
      this.#reads.set(key, value);
    }
    this.#writes.clear();
    return size > 0;
  }

  /** Takes back what was handed over: the call failed. */
  undo(): void {
    this.#writes.clear();
    for (const [key, value] of this.#before) this.#context.put(this.#contract, key, value);
  }

  /** The contract ran again below and may have changed its state. */
  forgetReads(): void {
    this.#reads.clear();
  }

  /** Block version 2030200 writes every slot that was loaded under the contract's address, too. Spec: ledger.md §11. */
  writeLoads(address: string): void {
    for (const key of this.#loaded) this.#context.put(address, key, this.load(key));
  }
}
