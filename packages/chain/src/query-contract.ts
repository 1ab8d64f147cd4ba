import { create } from "@bufbuild/protobuf";
import { RuntimeType, type TxResponse, TxResponseSchema, TxStatusCode, TxType, type TxView } from "@yanta/protocol";
import type { CallOutcome } from "@yanta/vm";
import type { ChainRules } from "./block/chain-head.ts";
import { BlockState } from "./execution/block-state.ts";
import { isStoreFault } from "./execution/run-transaction.ts";
import { type BlockEnvironment, TransactionContext } from "./execution/tx-context.ts";

/** The code for a store's answer that the block or transaction has been archived. */
function archivedCode(message: string): TxStatusCode | undefined {
  if (message.endsWith("archived block")) return TxStatusCode.ARCHIVED_BLOCK;
  return message.endsWith("archived transaction") ? TxStatusCode.ARCHIVED_TX : undefined;
}

export interface QueryInput {
  readonly tx: TxView;
  readonly rules: ChainRules;
  /** The environment of the last block: queries see its state, height and time. */
  readonly environment: BlockEnvironment;
  /** Unix seconds at which the sender's certificate is judged. */
  readonly now: bigint;
}

/** Runs a query on the last committed state; nothing is kept. Spec: rpc.md §7. */
export function queryContract({ tx, rules, environment, now }: QueryInput): TxResponse {
  const member = tx.sender?.signer;
  const resolved = member && rules.accessControl.resolveMember(member, now);
  if (resolved?.kind !== "identity") return internalError(tx, resolved?.refusal.message ?? "tx sender is nil");

  const context = new TransactionContext(environment, new BlockState(environment.ledger), {
    tx,
    sender: resolved.identity,
    isQuery: true,
  });
  try {
    return outcomeToResponse(tx, run(context));
  } catch (error) {
    if (isStoreFault(error)) throw error;
    environment.onFault(tx.txId, error);
    return internalError(tx, "contract internal error");
  } finally {
    context.closeCursors();
  }
}

/** Parameters of a query are not checked, as in ChainMaker. */
function run(context: TransactionContext): CallOutcome {
  const { contractName, method, parameters } = context.tx.payload;
  const contract = context.findContract(contractName);
  const bytecode =
    contract === undefined || contract.runtimeType === RuntimeType.NATIVE
      ? undefined
      : context.findBytecode(contract.name);
  const map = new Map(parameters.map(({ key, value }) => [key, value]));
  return context.environment.runner(context, { contract, bytecode, method, parameters: map, gasUsed: 0n });
}

function outcomeToResponse(tx: TxView, outcome: CallOutcome): TxResponse {
  const { status, code, result, message, gasUsed, events } = outcome;
  const contractResult = { code, result, message, gasUsed, contractEvent: [...events] };
  const respond = (responseCode: TxStatusCode, text: string): TxResponse =>
    create(TxResponseSchema, { code: responseCode, message: text, contractResult, txId: tx.txId });

  if (status !== TxStatusCode.SUCCESS) {
    const { contractName, method, txType } = tx.payload;
    const text = `txStatusCode:${status}, resultCode:${code}, contractName[${contractName}] method[${method}] txType[${TxType[txType]}], ${message}`;
    return respond(archivedCode(message) ?? status, text);
  }
  if (code === 1) return respond(TxStatusCode.CONTRACT_FAIL, "CONTRACT_FAIL");
  return respond(TxStatusCode.SUCCESS, "SUCCESS");
}

function internalError(tx: TxView, message: string): TxResponse {
  return create(TxResponseSchema, { code: TxStatusCode.INTERNAL_ERROR, message, txId: tx.txId });
}
