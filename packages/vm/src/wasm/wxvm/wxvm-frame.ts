import { emptyBytes } from "@yanta/bytes";
import { type Contract, type ContractEvent, TxStatusCode } from "@yanta/protocol";
import type { CallOutcome, Parameters, TxContext, VmCall } from "../../interface.ts";

/** What the host keeps for one running call of a WXVM contract. */
export class WxvmFrame {
  readonly context: TxContext;
  readonly contract: Contract;
  readonly parameters: Parameters;
  /** Gas spent in the transaction before this call. */
  readonly gasBefore: bigint;
  /** Gas that this call may spend. */
  readonly gasLimit: number;
  code = 0;
  result: Uint8Array = emptyBytes;
  message = "";
  events: ContractEvent[] = [];
  /** What the last method answered. A method that does not exist answers it again, as in ChainMaker. */
  answer: Uint8Array = emptyBytes;
  /** An answer that did not fit the contract's buffer, until it is fetched. */
  pending: Uint8Array | undefined = undefined;
  /** A method failed. In ChainMaker that is never forgotten: all later methods do their work, but answer nothing. */
  hasFailed = false;
  /** The contract's `_malloc` runs on behalf of a host function. */
  isAllocating = false;

  constructor(call: VmCall, context: TxContext, gasLimit: number) {
    this.context = context;
    this.contract = call.contract;
    this.parameters = call.parameters;
    this.gasBefore = call.gasUsed;
    this.gasLimit = gasLimit;
  }

  /** What a call came to whose method returned. */
  toOutcome(gasUsed: bigint): CallOutcome {
    const { code, result, message, events } = this;
    const status = code === 0 ? TxStatusCode.SUCCESS : TxStatusCode.CONTRACT_FAIL;
    return { status, code, result, message, gasUsed, events };
  }

  /** Nothing stays open: iterators are read at once. */
  close(): void {
    this.pending = undefined;
  }
}
