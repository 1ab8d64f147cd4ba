import { syscontract, TxStatusCode } from "@yanta/protocol";
import type { Parameters, TxContext } from "@yanta/vm";
import type { NativeOutcome } from "../interface.ts";
import { multiSignName, type MultiSignInfo } from "./multi-sign-state.ts";

const ownParameters: ReadonlySet<string> = new Set(["SYS_CONTRACT_NAME", "SYS_METHOD"]);

/**
 * Runs what a passed request asks for, within the running transaction, and notes the outcome in the request. The outer
 * call succeeds either way: an inner failure drops only the inner writes and shows in the message and in the status FAILED.
 *
 * Spec: system-contracts.md §7.
 */
export function runDelegatedCall(context: TxContext, info: MultiSignInfo): Extract<NativeOutcome, { kind: "ok" }> {
  const outcome = context.call({
    contract: info.contractName,
    method: info.method,
    parameters: delegatedParameters(info),
    gasUsed: 0n,
    caller: context.findContract(multiSignName),
  });
  if (outcome.status === TxStatusCode.SUCCESS) {
    info.message = "OK";
    info.status = syscontract.MultiSignStatus.ADOPTED;
    info.result = outcome.result;
  } else {
    info.message = outcome.message;
    info.status = syscontract.MultiSignStatus.FAILED;
  }
  const prefix = outcome.code > 0 ? "DelegationFailed:" : "DelegationSuccess:";
  return {
    kind: "ok",
    result: outcome.result,
    message: prefix + outcome.message,
    events: outcome.events,
    gasUsed: outcome.gasUsed,
  };
}

/** The request's own parameters without the two that name the target. */
function delegatedParameters(info: MultiSignInfo): Parameters {
  const pairs = info.payload?.parameters ?? [];
  return new Map(pairs.filter(({ key }) => !ownParameters.has(key)).map(({ key, value }) => [key, value]));
}
