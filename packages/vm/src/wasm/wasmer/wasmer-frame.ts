import { emptyBytes } from "@yanta/bytes";
import type { Contract, ContractEvent } from "@yanta/protocol";
import type { HistoryCursor, StateCursor, StateRow, TxContext } from "../../interface.ts";
import type { KeyModification } from "@yanta/storage";

/** An open iterator: `step` moves on, `current` is where it stands. */
export type OpenIterator =
  | { readonly kind: "state"; readonly cursor: StateCursor; current: StateRow | undefined }
  | { readonly kind: "history"; readonly cursor: HistoryCursor; current: KeyModification | undefined };

/** What the host keeps for one running call of a WASMER contract. */
export class WasmerFrame {
  readonly context: TxContext;
  readonly contract: Contract;
  /** Gas spent in the transaction before this call. */
  readonly gasBefore: bigint;
  /** Gas that this call may spend. */
  readonly gasLimit: number;
  code = 0;
  result: Uint8Array = emptyBytes;
  message = "";
  events: ContractEvent[] = [];
  /** What the last `XxxLen` found, for the `Xxx` that follows. One for all methods but the sender's address. */
  cache: Uint8Array = emptyBytes;
  senderAddressCache: Uint8Array = emptyBytes;
  /** Result of the last contract called out of this call. */
  calleeResult: Uint8Array = emptyBytes;
  readonly iterators: OpenIterator[] = [];

  constructor(options: { context: TxContext; contract: Contract; gasBefore: bigint; gasLimit: number }) {
    this.context = options.context;
    this.contract = options.contract;
    this.gasBefore = options.gasBefore;
    this.gasLimit = options.gasLimit;
  }

  /** A failed host call: code 1 for good, and its text joined to the message. Spec: vm.md §2.3. */
  fail(text: string): void {
    this.code = 1;
    this.#join(`error message: ${text}`);
  }

  /** The contract reports failure itself. Spec: vm.md §2.3, ErrorResult. */
  reportError(text: string): void {
    this.code = 1;
    this.#join(`contract message:${text}`);
  }

  closeIterators(): void {
    for (const { cursor } of this.iterators) cursor.close();
  }

  #join(text: string): void {
    this.message = this.message === "" ? text : `${this.message}. ${text}`;
  }
}
