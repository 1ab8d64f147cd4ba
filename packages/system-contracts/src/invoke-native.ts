import { emptyBytes } from "@yanta/bytes";
import { TxStatusCode } from "@yanta/protocol";
import type { CallOutcome, TxContext } from "@yanta/vm";
import type { NativeContract, NativeRequest } from "./interface.ts";
import { refusalTexts } from "./refusal-texts.ts";

/**
 * Runs one method of a system contract under the framework rules: unknown names, disabled contracts,
 * `OK` on success, code 1 with the text on refusal. Frozen and revoked contract records are the executor's
 * business, as for user contracts. Gas of the outcome is what the call itself used.
 *
 * Spec: system-contracts.md §1, vm.md §8.2, §8.4.
 */
export function invokeNative(
  contracts: ReadonlyMap<string, NativeContract>,
  request: NativeRequest,
  context: TxContext,
): CallOutcome {
  if (request.method === "") {
    return failure(TxStatusCode.INVALID_CONTRACT_PARAMETER_METHOD, "require param method not found.");
  }
  const contract = contracts.get(request.contract);
  if (contract === undefined) return failure(TxStatusCode.CONTRACT_FAIL, refusalTexts.contractNotFound);
  if (context.chainConfig.contract?.disabledNativeContract.includes(contract.name) === true) {
    return failure(
      TxStatusCode.CONTRACT_FREEZE_FAILED,
      `failed to run user contract, ${contract.name} has been frozen.`,
    );
  }
  const method = contract.methods.get(request.method);
  if (method === undefined) return failure(TxStatusCode.CONTRACT_FAIL, refusalTexts.methodNotFound);

  const outcome = method(context, request.parameters);
  if (outcome.kind === "failed") {
    return {
      ...failure(TxStatusCode.CONTRACT_FAIL, outcome.message),
      result: outcome.result ?? emptyBytes,
      events: outcome.events ?? [],
    };
  }
  return {
    status: TxStatusCode.SUCCESS,
    code: 0,
    result: outcome.result,
    message: outcome.message ?? "OK",
    gasUsed: outcome.gasUsed ?? 0n,
    events: outcome.events ?? [],
  };
}

function failure(status: TxStatusCode, message: string): CallOutcome {
  return { status, code: 1, result: emptyBytes, message, gasUsed: 0n, events: [] };
}
