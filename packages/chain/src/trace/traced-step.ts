import type { BinaryString } from "@yanta/bytes";
import type { Contract } from "@yanta/protocol";
import type { CallOutcome, EvmCallInstruction, Parameters } from "@yanta/vm";

/** Bytes of a trace, cut to `tracedValueBytesMax`. */
export interface TracedBytes {
  readonly bytes: Uint8Array;
  /** Bytes before they were cut. */
  readonly length: number;
}

/** One call of a contract, with all that it did. */
export interface TracedCall {
  readonly kind: "call";
  /** Undefined when there is no contract of the name. */
  readonly contract: Contract | undefined;
  readonly method: string;
  /** As the runner got them: the user's, without the injected ones. */
  readonly parameters: Parameters;
  readonly outcome: CallOutcome;
  readonly steps: readonly TracedStep[];
  /** By what a contract of the EVM made the call; undefined when the transaction or another runtime did. */
  readonly instruction: EvmCallInstruction | undefined;
  /** What a contract of the EVM logged itself and did not take back; empty for other runtimes. */
  readonly logs: readonly TracedLog[];
}

/** A log of the EVM. */
export interface TracedLog {
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
  /** Calls that its contract had made by then. */
  readonly callsBefore: number;
}

/** A call of the host by a WebAssembly contract. */
export interface TracedHostCall {
  readonly kind: "host-call";
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly value: string | number | TracedBytes }[];
  readonly gasUsed: number;
  readonly result: TracedBytes | undefined;
  readonly failure: string | undefined;
  readonly steps: readonly TracedStep[];
}

/** One instruction of the EVM. */
export interface TracedInstructionStep {
  readonly kind: "instruction";
  readonly programCounter: number;
  readonly name: string;
  /** Before it ran. */
  readonly gas: number;
  /** With all calls that it made; of a frame's last instruction without what depends on its operands. */
  readonly cost: number;
  /** Frames below it in the whole transaction; 0 = the transaction's own call. */
  readonly depth: number;
  /** Words, the lowest first; undefined when they were not asked for. */
  readonly stack: readonly bigint[] | undefined;
  readonly memory: Uint8Array | undefined;
  /** What the last call of its frame returned; undefined when it was not asked for. */
  readonly returnData: Uint8Array | undefined;
  /** The slot that an SLOAD or SSTORE touched, with its value afterwards. */
  readonly storage: { readonly key: bigint; readonly value: bigint } | undefined;
}

/** What happened, in its order. A read without a value found nothing; a write without one deletes. */
export type TracedStep =
  | TracedCall
  | TracedHostCall
  | TracedInstructionStep
  | {
      readonly kind: "read" | "write";
      readonly contract: string;
      readonly key: BinaryString;
      readonly value: TracedBytes | undefined;
    }
  /** The rows that are taken from it follow as reads. */
  | { readonly kind: "range"; readonly contract: string; readonly start: BinaryString; readonly limit: BinaryString }
  | { readonly kind: "history"; readonly contract: string; readonly key: BinaryString }
  | { readonly kind: "log"; readonly contract: string; readonly text: string };

/** The contracts that a call called, also from within host calls. */
export function callsWithin({ steps }: { readonly steps: readonly TracedStep[] }): readonly TracedCall[] {
  return steps.flatMap((step) => (step.kind === "call" ? [step] : step.kind === "host-call" ? callsWithin(step) : []));
}
