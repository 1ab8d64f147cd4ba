import { create } from "@bufbuild/protobuf";
import { bytesToHex } from "@yanta/bytes";
import { type ContractEvent, ContractEventSchema } from "@yanta/protocol";
import type { TxContext, VmCall } from "@yanta/vm";
import { eventDataDigitsMax } from "../limits.ts";

interface Log {
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
}

/** What a call emitted: events of contracts below it, and its own logs, some of which may be undone. */
export class CallEvents {
  readonly below: ContractEvent[] = [];
  readonly #logs: Log[] = [];

  /** Returns what undoes it. */
  add(topics: readonly Uint8Array[], data: Uint8Array): () => void {
    this.#logs.push({ topics, data });
    return () => this.#logs.pop();
  }

  /**
   * The call's events: those from below first. A log's first topic is the event's topic, further topics and the data are its
   * data, all in hex. A text when ChainMaker refuses one.
   *
   * Spec: vm.md §5.5.
   */
  toContractEvents({ contract }: VmCall, context: TxContext): readonly ContractEvent[] | string {
    const events = [...this.below];
    for (const { topics, data } of this.#logs) {
      if (data.length * 2 > eventDataDigitsMax) return `event data too long,longer than ${eventDataDigitsMax}`;
      const [topic = "", ...further] = topics.map(bytesToHex);
      events.push(
        create(ContractEventSchema, {
          topic,
          txId: context.tx.txId,
          contractName: contract.name,
          contractVersion: contract.version,
          eventData: [...further, bytesToHex(data)],
        }),
      );
    }
    return events;
  }
}
