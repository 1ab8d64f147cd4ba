import { type TracedCall, type TracedInstructionStep, type TracedStep } from "@yanta/chain";
import { bytesToHex } from "@yanta/bytes";
import { revertData } from "@yanta/ethereum";
import { TxStatusCode } from "@yanta/protocol";
import { toData, toQuantity, toWord } from "../json-rpc/hex.ts";

const wordDigits = 64;

type Outcome = TracedCall["outcome"];

/** Slots that a transaction touched so far, by contract. */
type TouchedSlots = Map<string, Record<string, string>>;

/**
 * A transaction's instructions as go-ethereum's opcode logger tells them. A cost is that of the instruction with all that it called, where
 * go-ethereum has the gas that it gave away.
 *
 * Spec: execution-apis, debug_traceTransaction (OpcodeTransactionTrace).
 */
export function toStructLogs(
  { call, outcome }: { readonly call: TracedCall | undefined; readonly outcome: Outcome },
  withStorage: boolean,
): Record<string, unknown> {
  const structLogs: Record<string, unknown>[] = [];
  if (call !== undefined) addLogs(call, structLogs, withStorage ? new Map() : undefined);
  const failed = hasFailed(outcome);
  const returnValue = failed ? (revertData(outcome.message) ?? new Uint8Array(0)) : outcome.result;
  return { gas: Number(outcome.gasUsed), failed, returnValue: toData(returnValue), structLogs };
}

function addLogs(call: TracedCall, logs: Record<string, unknown>[], slots: TouchedSlots | undefined): void {
  let last: Record<string, unknown> | undefined;
  const addAll = (steps: readonly TracedStep[]): void => {
    for (const step of steps) {
      if (step.kind === "call") addLogs(step, logs, slots);
      else if (step.kind === "host-call") addAll(step.steps);
      else if (step.kind === "instruction") {
        last = toLog(step, slots === undefined ? undefined : touch(slots, call, step));
        logs.push(last);
      }
    }
  };
  addAll(call.steps);
  if (last !== undefined && hasFailed(call.outcome) && revertData(call.outcome.message) === undefined)
    last["error"] = call.outcome.message;
}

function toLog(step: TracedInstructionStep, storage: Record<string, string> | undefined): Record<string, unknown> {
  const { programCounter, name, gas, cost, depth, stack, memory } = step;
  return {
    pc: programCounter,
    op: name,
    gas,
    gasCost: cost,
    depth: depth + 1,
    ...(stack === undefined ? {} : { stack: stack.map(toQuantity) }),
    ...(memory === undefined ? {} : { memory: toWords(memory) }),
    ...(storage === undefined ? {} : { storage }),
  };
}

/** What the contract's slots hold after an SLOAD or SSTORE, as far as they were touched; undefined for other instructions. */
function touch(
  slots: TouchedSlots,
  { contract }: TracedCall,
  { storage }: TracedInstructionStep,
): Record<string, string> | undefined {
  if (storage === undefined) return undefined;
  const name = contract?.name ?? "";
  const touched = { ...slots.get(name), [toWord(storage.key)]: toWord(storage.value) };
  slots.set(name, touched);
  return touched;
}

function toWords(memory: Uint8Array): readonly string[] {
  const digits = bytesToHex(memory);
  return Array.from(
    { length: digits.length / wordDigits },
    (_, index) => `0x${digits.slice(index * wordDigits, (index + 1) * wordDigits)}`,
  );
}

export function hasFailed({ status, code }: Outcome): boolean {
  return status !== TxStatusCode.SUCCESS || code !== 0;
}
