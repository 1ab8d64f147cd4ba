import { emptyBytes } from "@yanta/bytes";
import type { TxStatusCode } from "@yanta/protocol";
import type { CallOutcome } from "../interface.ts";

/** The outcome of a call that failed before or instead of running: contract code 1, no result, no events. Spec: vm.md §8.2. */
export function failedCall(status: TxStatusCode, message: string, gasUsed = 0n): CallOutcome {
  return { status, code: 1, result: emptyBytes, message, gasUsed, events: [] };
}
