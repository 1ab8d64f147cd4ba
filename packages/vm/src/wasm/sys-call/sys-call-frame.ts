import { emptyBytes } from "@yanta/bytes";
import { type Contract, type ContractEvent, TxStatusCode } from "@yanta/protocol";
import type { CallOutcome, HistoryCursor, StateCursor, StateRow, TxContext, VmCall } from "../../interface.ts";
import type { KeyModification } from "@yanta/storage";

/** An open iterator: `step` moves on, `current` is where it stands. */
export type OpenIterator =
  | { readonly kind: "state"; readonly cursor: StateCursor; current: StateRow | undefined }
  | { readonly kind: "history"; readonly cursor: HistoryCursor; current: KeyModification | undefined };

/** What the host keeps for one running call of a contract that speaks through `sys_call`. */
export class SysCallFrame {
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

  constructor(call: VmCall, context: TxContext, gasLimit: number) {
    this.context = context;
    this.contract = call.contract;
    this.gasBefore = call.gasUsed;
    this.gasLimit = gasLimit;
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

  /** What a call came to whose method returned, as the contract and its host calls left it. */
  toOutcome(gasUsed: bigint): CallOutcome {
    const { code, result, message, events } = this;
    return {
      status: code === 0 ? TxStatusCode.SUCCESS : TxStatusCode.CONTRACT_FAIL,
      code,
      result,
      message,
      gasUsed,
      events,
    };
  }

  close(): void {
    for (const { cursor } of this.iterators) cursor.close();
  }

  #join(text: string): void {
    this.message = this.message === "" ? text : `${this.message}. ${text}`;
  }
}
