import { create } from "@bufbuild/protobuf";
import { type Contract, type ContractEvent, ContractEventSchema } from "@yanta/protocol";
import type { TxContext } from "../interface.ts";

/** An event that a contract emits while the transaction runs. Spec: ledger.md §6.3. */
export function createEvent(
  { name, version }: Contract,
  { tx }: TxContext,
  topic: string,
  eventData: string[],
): ContractEvent {
  return create(ContractEventSchema, {
    topic,
    txId: tx.txId,
    contractName: name,
    contractVersion: version,
    eventData,
  });
}
