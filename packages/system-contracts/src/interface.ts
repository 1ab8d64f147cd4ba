import type { ContractEvent } from "@yanta/protocol";
import type { Parameters, TxContext } from "@yanta/vm";

/** What a system contract's method returns. A refusal carries ChainMaker's text. */
export type NativeOutcome =
  | { readonly kind: "ok"; readonly result: Uint8Array; readonly message?: string; readonly events?: readonly ContractEvent[]; readonly gasUsed?: bigint }
  | { readonly kind: "failed"; readonly message: string; readonly result?: Uint8Array; readonly events?: readonly ContractEvent[] };

export type NativeMethod = (context: TxContext, parameters: Parameters) => NativeOutcome;

/** One system contract: its name and its methods by wire name. */
export interface NativeContract {
  readonly name: string;
  readonly methods: ReadonlyMap<string, NativeMethod>;
}
