import { CodedError } from "@yanta/errors";
import { RuntimeType, TxStatusCode, TxType } from "@yanta/protocol";
import { type CallOutcome, failedCall } from "@yanta/vm";
import { runFork } from "../dev/fork.ts";
import { runSetState } from "../dev/set-state.ts";
import { ethereumAccounts } from "../ethereum/ethereum-rules.ts";
import { carriedTransaction, runCarriedTransaction } from "../ethereum/run-ethereum.ts";
import { txResultBytesMax } from "../limits.ts";
import type { BlockState } from "./block-state.ts";
import { refuseAddress, refuseLifecycle } from "./call-contract.ts";
import { parseParameters } from "./call-parameters.ts";
import { type RecordedSet, RecordRefused } from "./rwset-recorder.ts";
import { type BlockEnvironment, TransactionContext, type TxScope } from "./tx-context.ts";

/** Writes that survive a failed transaction: gas has been paid, an Ethereum nonce is used. Spec: ledger.md §6.1. */
const keptOnFailure: ReadonlySet<string> = new Set(["ACCOUNT_MANAGER", ethereumAccounts]);

/** A transaction that this machine cannot run to its end: a stack or memory that other nodes may still have. It has no result. */
export class ExecutionImpossible extends Error {}

/** What running one transaction came to, before it has a place in a block. */
export interface TransactionRun {
  readonly scope: TxScope;
  readonly outcome: CallOutcome;
  readonly set: RecordedSet;
  /** True when it read ranges or histories and therefore must run after all others. */
  readonly usedIterator: boolean;
}

/**
 * Runs one transaction on the block's state without changing it. A fault of the node's own code becomes a failed
 * transaction, because a single transaction must not stop the node; a store that cannot be read does stop it.
 *
 * Errors: ExecutionImpossible, those of storage.
 * Spec: rpc.md §6, vm.md §8.1.
 */
export function runTransaction(environment: BlockEnvironment, state: BlockState, scope: TxScope): TransactionRun {
  return runInContext(new TransactionContext(environment, state, scope), scope);
}

/** The same in a context that was made for the transaction. */
export function runInContext(context: TransactionContext, scope: TxScope): TransactionRun {
  let outcome: CallOutcome;
  try {
    outcome = bounded(invoke(context));
  } catch (error) {
    if (isStoreFault(error)) throw error;
    if (isExhaustion(error))
      throw new ExecutionImpossible(`tx ${scope.tx.txId} cannot be executed here`, { cause: error });
    outcome = failedCall(TxStatusCode.CONTRACT_FAIL, faultText(error));
    if (!(error instanceof RecordRefused)) context.environment.onFault(scope.tx.txId, error);
  } finally {
    context.closeCursors();
  }
  return {
    scope,
    outcome,
    set: context.recorder.finish(outcome.status === TxStatusCode.SUCCESS, keptOnFailure),
    usedIterator: context.usedIterator,
  };
}

/** The outcome, or a failure when its result, message and events are more than a block may have of one transaction: CHAIN_QUERY answers whole blocks. */
function bounded(outcome: CallOutcome): CallOutcome {
  let sizeBytes = outcome.result.length + outcome.message.length;
  for (const { eventData } of outcome.events) for (const text of eventData) sizeBytes += text.length;
  return sizeBytes <= txResultBytesMax
    ? outcome
    : failedCall(TxStatusCode.CONTRACT_FAIL, `result is larger than ${txResultBytesMax} bytes`, outcome.gasUsed);
}

/** What a client reads of a call that was broken off. */
function faultText(error: unknown): string {
  return error instanceof RecordRefused ? error.message : "contract internal error";
}

/** A store that failed: nothing that is computed from it counts. */
export function isStoreFault(error: unknown): boolean {
  return error instanceof CodedError && error.code.startsWith("STORAGE_");
}

/** The engine's stack or memory ended. Where that happens depends on the machine, so it must not become a result. */
function isExhaustion(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof CodedError && error.code.startsWith("VM_"));
}

function invoke(context: TransactionContext): CallOutcome {
  const { payload } = context.tx;
  if (payload.txType !== TxType.INVOKE_CONTRACT && payload.txType !== TxType.QUERY_CONTRACT) {
    return failedCall(TxStatusCode.INVALID_PARAMETER, `no such tx type: ${TxType[payload.txType] ?? payload.txType}`);
  }
  const parsed = parseParameters(payload.parameters, context.chainConfig);
  if (parsed.kind === "fault") {
    return failedCall(
      TxStatusCode.INVALID_PARAMETER,
      `parse tx[${payload.txId}] contract[${payload.contractName}] parameters error:${parsed.text}`,
    );
  }
  const { forkConfig } = context.environment;
  const forking = forkConfig === undefined ? undefined : runFork(context, payload, forkConfig);
  if (forking !== undefined) return forking;
  const setting = context.environment.isDevChain === true ? runSetState(context, payload) : undefined;
  if (setting !== undefined) return setting;
  const carried = carriedTransaction(context, payload);
  if (carried !== undefined) return runCarriedTransaction(context, carried);
  const contract = context.findContract(payload.contractName);
  const refusal = contract && (refuseAddress(context, contract) ?? refuseLifecycle(contract, payload.method));
  if (refusal !== undefined) return refusal;
  const bytecode =
    contract === undefined || contract.runtimeType === RuntimeType.NATIVE
      ? undefined
      : context.findBytecode(contract.name);
  return context.environment.runner(context, {
    contract,
    bytecode,
    method: payload.method,
    parameters: parsed.parameters,
    gasUsed: 0n,
  });
}
