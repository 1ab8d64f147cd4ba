import { bytesToUtf8 } from "@yanta/bytes";
import type { ContractEvent, TxResponse } from "@yanta/protocol";
import { TxStatusCode } from "@yanta/protocol";

/** What a call came to, as a client sees it. */
export interface CallResult {
  readonly txId: string;
  /** The contract succeeded. */
  readonly ok: boolean;
  /** Name of the transaction's status code. */
  readonly status: string;
  readonly bytes: Uint8Array;
  /** The result as text. */
  readonly text: string;
  /** Why it failed, in ChainMaker's and the contract's words. */
  readonly message: string;
  readonly events: readonly TestEvent[];
  readonly gasUsed: bigint;
  /** Of the block it is in; 0 for queries. */
  readonly blockHeight: bigint;
}

export interface TestEvent {
  readonly contract: string;
  readonly topic: string;
  readonly data: readonly string[];
}

export function toCallResult(response: TxResponse): CallResult {
  const { contractResult } = response;
  const bytes = contractResult?.result ?? new Uint8Array(0);
  return {
    txId: response.txId,
    ok: response.code === TxStatusCode.SUCCESS && contractResult?.code === 0,
    status: TxStatusCode[response.code] ?? String(response.code),
    bytes,
    text: bytesToUtf8(bytes),
    message: contractResult?.message || response.message,
    events: (contractResult?.contractEvent ?? []).map(toTestEvent),
    gasUsed: contractResult?.gasUsed ?? 0n,
    blockHeight: response.txBlockHeight,
  };
}

function toTestEvent({ contractName, topic, eventData }: ContractEvent): TestEvent {
  return { contract: contractName, topic, data: eventData };
}
