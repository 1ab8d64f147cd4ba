import { emptyBytes } from "@yanta/bytes";
import type { Identity } from "@yanta/identity";
import { TxStatusCode, type TxView } from "@yanta/protocol";
import { type CallOutcome, failedCall } from "@yanta/vm";
import { createdAddress } from "@yanta/ethereum";
import type { ChainRules } from "../block/chain-head.ts";
import { BlockState } from "../execution/block-state.ts";
import { ContractCache } from "../execution/contract-cache.ts";
import { isStoreFault } from "../execution/run-transaction.ts";
import { stateKey } from "../execution/state-key.ts";
import { type BlockEnvironment, TransactionContext, type TxScope } from "../execution/tx-context.ts";
import { queryGasMax } from "../limits.ts";
import { TraceRecorder } from "../trace/trace-recorder.ts";
import type { ExecutionTrace, TraceOptions } from "../trace/trace-transaction.ts";
import { TracedContext } from "../trace/traced-context.ts";
import { ledgerWith, type StateOverride } from "./ledger-with.ts";
import { type EthereumMessage, policyFault, refuse, runMessage } from "./run-ethereum.ts";

/** A message to try out. */
export interface Simulation {
  readonly message: EthereumMessage;
  /** A signed INVOKE_CONTRACT request of the member on whose behalf it runs. */
  readonly tx: TxView;
  /** Both have a query's gas. "call", as a query, meets no policies of contracts; "estimate" meets those of a transaction. */
  readonly purpose: "call" | "estimate";
  /** What is otherwise than on the chain while it runs. */
  readonly override?: SimulationOverride | undefined;
}

/** Rows of the state, and the block, as a message that is tried out shall see them. */
export interface SimulationOverride extends StateOverride {
  readonly height?: bigint | undefined;
  /** Unix seconds. */
  readonly timestamp?: bigint | undefined;
}

export interface SimulationInput extends Simulation {
  readonly rules: ChainRules;
  readonly environment: BlockEnvironment;
  /** Unix seconds. */
  readonly now: bigint;
}

/** Runs a message on a state; nothing is kept. Faults of any kind are failed calls, but for those of the store. */
export function simulateMessage(input: SimulationInput): CallOutcome {
  const sender = resolveSender(input);
  if (sender.kind === "refused") return sender.outcome;
  const environment = overridden(input);
  const state = new BlockState(environment.ledger);
  return tryOut(new TransactionContext(environment, state, scopeOf(input, sender.identity)), input);
}

/** The same, with all that the message did. */
export function traceMessage(input: SimulationInput, { instructions }: TraceOptions): ExecutionTrace {
  const sender = resolveSender(input);
  const recorder = new TraceRecorder(instructions);
  const plain = overridden(input);
  const environment = { ...plain, runner: recorder.watch(plain.runner) };
  const state = new BlockState(environment.ledger);
  const before: ExecutionTrace["before"] = (contract, key) => state.get(stateKey(contract, key), contract, key);
  const senderAddress = input.message.from;
  if (sender.kind === "refused") {
    const none = { call: undefined, isCut: false, set: { reads: [], writes: [] }, codes: recorder.codes };
    return { senderAddress, outcome: sender.outcome, before, ...none };
  }
  const context = new TracedContext(environment, state, scopeOf(input, sender.identity), recorder);
  const outcome = tryOut(context, input);
  return {
    senderAddress,
    call: recorder.steps.find((step) => step.kind === "call"),
    outcome,
    isCut: recorder.isCut,
    set: context.recorder.finish(outcome.status === TxStatusCode.SUCCESS, new Set()),
    codes: recorder.codes,
    before,
  };
}

type Sender =
  | { readonly kind: "found"; readonly identity: Identity }
  | { readonly kind: "refused"; readonly outcome: CallOutcome };

function resolveSender({ tx, rules, now }: SimulationInput): Sender {
  const member = tx.sender?.signer;
  const resolved = member && rules.accessControl.resolveMember(member, now);
  if (resolved?.kind === "identity") return { kind: "found", identity: resolved.identity };
  const outcome = failedCall(TxStatusCode.INTERNAL_ERROR, resolved?.refusal.message ?? "tx sender is nil");
  return { kind: "refused", outcome };
}

const scopeOf = ({ tx, purpose }: SimulationInput, sender: Identity): TxScope => ({
  tx,
  sender,
  isQuery: purpose === "call",
  gasMax: queryGasMax,
});

function overridden({ environment, override }: SimulationInput): BlockEnvironment {
  if (override === undefined) return environment;
  const ledger = ledgerWith(environment.ledger, override);
  return {
    ...environment,
    height: override.height ?? environment.height,
    timestamp: override.timestamp ?? environment.timestamp,
    ledger,
    contracts: new ContractCache(ledger),
  };
}

function tryOut(context: TransactionContext, { message, purpose }: SimulationInput): CallOutcome {
  const { environment, tx } = context;
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
