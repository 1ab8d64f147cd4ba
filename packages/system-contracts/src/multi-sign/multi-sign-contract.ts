import type { NativeContract, NativeMethod } from "../interface.ts";
import { multiSignName } from "./multi-sign-state.ts";
import { queryMultiSign } from "./query-multi-sign.ts";
import { requestMultiSign } from "./request-multi-sign.ts";
import { triggerMultiSign } from "./trigger-multi-sign.ts";
import { voteMultiSign } from "./vote-multi-sign.ts";

/**
 * MULTI_SIGN: votes on chain over a call of a system contract. `TxContext.call` must let its delegated call through
 * without the target's policy when the transaction is a VOTE or TRIG: the votes were judged by it.
 * Spec: system-contracts.md §7.
 */
export function createMultiSignContract(): NativeContract {
  const methods = new Map<string, NativeMethod>([
    ["REQ", requestMultiSign],
    ["VOTE", voteMultiSign],
    ["QUERY", queryMultiSign],
    ["TRIG", triggerMultiSign],
  ]);
  return { name: multiSignName, methods };
}
