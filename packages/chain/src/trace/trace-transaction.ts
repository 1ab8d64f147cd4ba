import { decodeMessage, ResultSchema, scanOwnBlockInfo, splitTransaction, type TxView } from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import { type ChainRules, loadRules } from "../block/chain-head.ts";
import { ledgerAt } from "../ethereum/ledger-at.ts";
import { BlockState } from "../execution/block-state.ts";
import { ContractCache } from "../execution/contract-cache.ts";
import { runTransaction } from "../execution/run-transaction.ts";
import type { BlockEnvironment, TxScope } from "../execution/tx-context.ts";
import { recordCalls, type TracedCall } from "./call-recorder.ts";

/** What a past transaction did. */
export type TransactionTrace =
  | {
      readonly kind: "trace";
      readonly tx: TxView;
      /** The transaction's sender as contracts saw it. */
      readonly senderAddress: string;
      /** Undefined when it was refused before a contract ran. */
      readonly call: TracedCall | undefined;
      readonly isCut: boolean;
    }
  | { readonly kind: "unknown"; readonly reason: string };

export interface TraceInput {
  readonly ledger: LedgerReader;
  readonly txId: string;
  /** What today's transactions run in; the past's state, rules, height and time take its place. */
  readonly environment: BlockEnvironment;
  readonly addressOf: (rules: ChainRules, sender: TxScope["sender"]) => string;
}

/** Runs a past transaction again, after those before it in its block, on the state of that time. */
export function traceTransaction({ ledger, txId, environment, addressOf }: TraceInput): TransactionTrace {
  const location = ledger.getTxLocation(txId);
  const record = location && ledger.getBlock(location.height);
  if (location === undefined || record === undefined) return { kind: "unknown", reason: "transaction not found" };
  if (location.height === 0n) return { kind: "unknown", reason: "genesis is not traceable" };
  if (record.archived === true) return { kind: "unknown", reason: "the block was archived" };

  const { header, txBytes } = scanOwnBlockInfo(record.blockInfoBytes);
  const past = ledgerAt(ledger, location.height - 1n);
  const rules = loadRules(past, 0);
  const { config, blockVersion, accessControl } = rules;
  const recorder = recordCalls(environment.runner);
  const state = new BlockState(past);
  for (const [index, bytes] of txBytes.entries()) {
    const { tx, resultBytes } = splitTransaction(bytes);
    const member = tx.sender?.signer;
    const resolved = member && accessControl.resolveMember(member, header.blockTimestamp);
    if (resolved?.kind !== "identity")
      return { kind: "unknown", reason: `the sender of ${tx.txId} cannot be resolved` };
    const isAsked = index === location.index;
    const run = runTransaction(
      {
        ...environment,
        blockVersion,
        height: location.height,
        timestamp: header.blockTimestamp,
        config,
        accessControl,
        ledger: past,
        contracts: new ContractCache(past),
        runner: isAsked ? recorder.runner : environment.runner,
        addressOf: (sender) => addressOf(rules, sender),
        trace: () => undefined,
      },
      state,
      { tx, sender: resolved.identity, isQuery: false },
    );
    const stored = decodeMessage(ResultSchema, resultBytes ?? new Uint8Array(0));
    if (stored.code !== run.outcome.status || (stored.contractResult?.code ?? 0) !== run.outcome.code)
      return {
        kind: "unknown",
        reason: `${tx.txId} came to another result: it needs ranges of the past, which are not kept`,
      };
    if (isAsked) {
      const { calls, isCut } = recorder;
      return { kind: "trace", tx, senderAddress: addressOf(rules, resolved.identity), call: calls[0], isCut };
    }
    state.apply(tx.txId, index, run.set.writes);
  }
  return { kind: "unknown", reason: "transaction not found" };
}
