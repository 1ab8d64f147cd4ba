import { emptyBytes } from "@yanta/bytes";
import { TxStatusCode, type TxView } from "@yanta/protocol";
import { type CallOutcome, failedCall } from "@yanta/vm";
import { createdAddress } from "@yanta/ethereum";
import type { ChainRules } from "../block/chain-head.ts";
import { BlockState } from "../execution/block-state.ts";
import { isStoreFault } from "../execution/run-transaction.ts";
import { type BlockEnvironment, TransactionContext } from "../execution/tx-context.ts";
import { type EthereumMessage, policyFault, refuse, runMessage } from "./run-ethereum.ts";

/** A message to try out. */
export interface Simulation {
  readonly message: EthereumMessage;
  /** A signed INVOKE_CONTRACT request of the member on whose behalf it runs. */
  readonly tx: TxView;
  /** "call" has a query's gas and, as a query, meets no policies of contracts; "estimate" has those of a transaction. */
  readonly purpose: "call" | "estimate";
}

export interface SimulationInput extends Simulation {
  readonly rules: ChainRules;
  readonly environment: BlockEnvironment;
  /** Unix seconds. */
  readonly now: bigint;
}

/** Runs a message on a state; nothing is kept. Faults of any kind are failed calls, but for those of the store. */
export function simulateMessage({ message, tx, purpose, rules, environment, now }: SimulationInput): CallOutcome {
  const member = tx.sender?.signer;
  const resolved = member && rules.accessControl.resolveMember(member, now);
  if (resolved?.kind !== "identity")
    return failedCall(TxStatusCode.INTERNAL_ERROR, resolved?.refusal.message ?? "tx sender is nil");
  const scope = { tx, sender: resolved.identity, isQuery: purpose === "call" };
  const context = new TransactionContext(environment, new BlockState(environment.ledger), scope);
  try {
    const fault = purpose === "estimate" ? policyFault(context, message) : undefined;
    if (fault !== undefined) return refuse(fault);
    const outcome = runMessage(context, message);
    return message.to === undefined && outcome.code === 0 ? withCode(context, message, outcome) : outcome;
  } catch (error) {
    if (isStoreFault(error)) throw error;
    environment.onFault(tx.txId, error);
    return failedCall(TxStatusCode.CONTRACT_FAIL, error instanceof Error ? error.message : "contract internal error");
  } finally {
    context.closeCursors();
  }
}

/** A creation that is tried out answers with the code that it returned, as on Ethereum, not with the contract's record. */
function withCode(
  context: TransactionContext,
  { from, nonce, data }: EthereumMessage,
  outcome: CallOutcome,
): CallOutcome {
  const code = context.findBytecode(createdAddress(from, nonce));
  return { ...outcome, result: code === undefined || code === data ? emptyBytes : code };
}
