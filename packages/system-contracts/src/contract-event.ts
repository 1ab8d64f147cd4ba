import { create } from "@bufbuild/protobuf";
import { ContractEventSchema, type ContractEvent } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";

/** Topics of system contracts' events: decimal message-bus numbers. Spec: system-contracts.md §1. */
export const nativeTopics = {
  chainConfig: "16",
  certsDelete: "17",
  certsFreeze: "18",
  certsUnfreeze: "19",
  certsRevoke: "20",
  certAliasUpdate: "21",
  certAliasDelete: "22",
} as const;

export interface NativeEvent {
  readonly topic: string;
  readonly contract: string;
  /** The chain configuration's version text. */
  readonly version: string;
  readonly data: readonly string[];
}

/** An event of a system contract for the running transaction. */
export function createNativeEvent(context: TxContext, event: NativeEvent): ContractEvent {
  return create(ContractEventSchema, {
    topic: event.topic,
    txId: context.tx.txId,
    contractName: event.contract,
    contractVersion: event.version,
    eventData: [...event.data],
  });
}
