import { fromBinary } from "@bufbuild/protobuf";
import { type BinaryString, bytesToBinaryString, emptyBytes } from "@yanta/bytes";
import {
  decodeMessage,
  type Result,
  ResultSchema,
  scanOwnBlockInfo,
  splitTransaction,
  TxRWSetSchema,
  type TxView,
} from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import type { CallOutcome } from "@yanta/vm";
import { type ChainRules, loadRules } from "../block/chain-head.ts";
import { ledgerAt } from "../ethereum/ledger-at.ts";
import { BlockState } from "../execution/block-state.ts";
import { ContractCache } from "../execution/contract-cache.ts";
import { ExecutionImpossible, runInContext } from "../execution/run-transaction.ts";
import type { RecordedSet } from "../execution/rwset-recorder.ts";
import { type StateRecord, stateKey } from "../execution/state-key.ts";
import type { BlockEnvironment, TxScope } from "../execution/tx-context.ts";
import { queryGasMax } from "../limits.ts";
import type { InstructionDetails } from "./instruction-recorder.ts";
import { TraceRecorder } from "./trace-recorder.ts";
import { TracedContext } from "./traced-context.ts";
import type { TracedCall } from "./traced-step.ts";

/** What something did that ran to be looked at. */
export interface ExecutionTrace {
  /** The sender as contracts saw it. */
  readonly senderAddress: string;
  /** Undefined when no contract ran: it was refused before, or its Ethereum transaction goes to an address without a contract. */
  readonly call: TracedCall | undefined;
  readonly outcome: CallOutcome;
  /** True when steps are missing because there were too many, or because it used more gas than a trace spends (`queryGasMax`). */
  readonly isCut: boolean;
  /** All that it read, and what it wrote for good. */
  readonly set: RecordedSet;
  /** Names of the contracts whose code it ran or looked at. */
  readonly codes: ReadonlySet<string>;
  /** A value as it was before; undefined when there was none. */
  readonly before: (contract: string, key: BinaryString) => Uint8Array | undefined;
}

/** What a past transaction did. */
export type TransactionTrace =
  | ({ readonly kind: "trace"; readonly tx: TxView; readonly height: bigint } & ExecutionTrace)
  | { readonly kind: "unknown"; readonly reason: string };

export interface TraceOptions {
  /** With the EVM's instructions. */
  readonly instructions?: InstructionDetails | undefined;
}

export interface TraceInput extends TraceOptions {
  readonly ledger: LedgerReader;
  readonly txId: string;
  /** What today's transactions run in; the past's state, rules, height and time take its place. */
  readonly environment: BlockEnvironment;
  readonly addressOf: (rules: ChainRules, sender: TxScope["sender"]) => string;
}

/**
 * Runs a past transaction again, on the state that those before it in its block left. It runs on the thread that builds blocks: of one that used
 * more gas than a query may, only the part that fits into that is run again, and the trace is cut.
 */
export function traceTransaction(input: TraceInput): TransactionTrace {
  const { ledger, txId, environment, addressOf } = input;
  const location = ledger.getTxLocation(txId);
  const record = location && ledger.getBlock(location.height);
  if (location === undefined || record === undefined) return unknown("transaction not found");
  const { height, index } = location;
  if (height === 0n) return unknown("genesis is not traceable");
  if (record.archived === true) return unknown("the block was archived");

  const { header, txBytes, rwSetBytes } = scanOwnBlockInfo(record.blockInfoBytes);
  const bytes = txBytes[index];
  if (bytes === undefined) return unknown("transaction not found");
  const { tx, resultBytes } = splitTransaction(bytes);
  const past = ledgerAt(ledger, height - 1n);
  const rules = loadRules(past, 0);
  const { config, blockVersion, accessControl } = rules;
  const member = tx.sender?.signer;
  const resolved = member && accessControl.resolveMember(member, header.blockTimestamp);
  if (resolved?.kind !== "identity") return unknown(`the sender of ${txId} cannot be resolved`);

  const stored = decodeMessage(ResultSchema, resultBytes ?? new Uint8Array(0));
  const isTooLong = (stored.contractResult?.gasUsed ?? 0n) > queryGasMax;
  const recorder = new TraceRecorder(input.instructions);
  const gasMax = isTooLong ? queryGasMax : undefined;
  const scope: TxScope = { tx, sender: resolved.identity, isQuery: false, gasMax };
  const pastEnvironment: BlockEnvironment = {
    ...environment,
    blockVersion,
    height,
    timestamp: header.blockTimestamp,
    config,
    accessControl,
    ledger: past,
    contracts: new ContractCache(past),
    runner: recorder.watch(environment.runner),
    addressOf: (sender) => addressOf(rules, sender),
  };
  const state = stateBefore(past, rwSetBytes.slice(0, index));
  const context = new TracedContext(pastEnvironment, state, scope, recorder);
  let outcome: CallOutcome;
  try {
    ({ outcome } = runInContext(context, scope));
  } catch (error) {
    if (error instanceof ExecutionImpossible) return unknown(error.message);
    throw error;
  }
  if (isTooLong) outcome = storedOutcome(stored);
  if (stored.code !== outcome.status || (stored.contractResult?.code ?? 0) !== outcome.code)
    return unknown(`${txId} came to another result than in its block: ${outcome.message}`);
  const call = recorder.steps.find((step) => step.kind === "call");
  return {
    kind: "trace",
    tx,
    height,
    senderAddress: context.senderAddress,
    call: isTooLong && call !== undefined ? { ...call, outcome } : call,
    outcome,
    isCut: recorder.isCut || isTooLong,
    set: readSet(rwSetBytes[index]),
    codes: recorder.codes,
    before: (contract, key) => state.get(stateKey(contract, key), contract, key),
  };
}

/** What the block says, where only the first part of a long transaction runs again. */
function storedOutcome({ code, contractResult }: Result): CallOutcome {
  return {
    status: code,
    code: contractResult?.code ?? 0,
    result: contractResult?.result ?? emptyBytes,
    message: contractResult?.message ?? "",
    gasUsed: contractResult?.gasUsed ?? 0n,
    events: contractResult?.contractEvent ?? [],
  };
}

const unknown = (reason: string): TransactionTrace => ({ kind: "unknown", reason });

/** The state after a block's first transactions, from what they wrote. */
function stateBefore(ledger: LedgerReader, rwSetBytes: readonly Uint8Array[]): BlockState {
  const state = new BlockState(ledger);
  for (const [index, bytes] of rwSetBytes.entries()) {
    const { txId, txWrites } = fromBinary(TxRWSetSchema, bytes);
    state.apply(txId, index, txWrites.map(toRecord));
  }
  return state;
}

function readSet(bytes: Uint8Array | undefined): RecordedSet {
  const { txReads, txWrites } = fromBinary(TxRWSetSchema, bytes ?? emptyBytes);
  return { reads: txReads.map(toRecord), writes: txWrites.map(toRecord) };
}

const toRecord = (row: { contractName: string; key: Uint8Array; value: Uint8Array }): StateRecord => ({
  contract: row.contractName,
  key: bytesToBinaryString(row.key),
  value: row.value,
});
