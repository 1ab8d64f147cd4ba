import { type TracedCall, type TracedInstructionStep, type TracedStep } from "@yanta/chain";
import { bytesToHex } from "@yanta/bytes";
import { revertData } from "@yanta/ethereum";
import { TxStatusCode } from "@yanta/protocol";
import { toData, toQuantity, toWord } from "../json-rpc/hex.ts";
import { tracedSlotsMax } from "../limits.ts";

const wordDigits = 64;

type Outcome = TracedCall["outcome"];

/** What ends in the answer: a trace, or the outcome alone where no contract ran. */
export interface StructLogInput {
  readonly call: TracedCall | undefined;
  readonly outcome: Outcome;
  readonly isCut: boolean;
}

/**
 * A transaction's instructions as go-ethereum's opcode logger tells them. A cost is that of the instruction with all that it called, where
 * go-ethereum has the gas that it gave away. `truncated` is added when instructions are missing.
 *
 * Spec: execution-apis, debug_traceTransaction (OpcodeTransactionTrace).
 */
export function toStructLogs({ call, outcome, isCut }: StructLogInput, withStorage: boolean): Record<string, unknown> {
  const writer = new StructLogWriter(withStorage);
  if (call !== undefined) writer.add(call);
  const failed = hasFailed(outcome);
  const returnValue = failed ? (revertData(outcome.message) ?? new Uint8Array(0)) : outcome.result;
  return {
    gas: Number(outcome.gasUsed),
    failed,
    returnValue: toData(returnValue),
    structLogs: writer.logs,
    ...(isCut || writer.isFull ? { truncated: true } : {}),
  };
}

class StructLogWriter {
  readonly logs: Record<string, unknown>[] = [];
  /** Slots that the transaction touched so far, by contract; each SLOAD and SSTORE tells all of its contract's. */
  readonly #slots = new Map<string, Readonly<Record<string, string>>>();
  readonly #withStorage: boolean;
  #slotsLeft = tracedSlotsMax;

  constructor(withStorage: boolean) {
    this.#withStorage = withStorage;
  }

  /** True when no more is taken. */
  get isFull(): boolean {
    return this.#slotsLeft < 0;
  }

  add(call: TracedCall): void {
    let last: Record<string, unknown> | undefined;
    const addAll = (steps: readonly TracedStep[]): void => {
      for (const step of steps) {
        if (this.isFull) return;
        if (step.kind === "call") this.add(step);
        else if (step.kind === "host-call") addAll(step.steps);
        else if (step.kind === "instruction") {
          last = toLog(step, this.#touch(call, step));
          this.logs.push(last);
        }
      }
    };
    addAll(call.steps);
    if (last !== undefined && hasFailed(call.outcome) && revertData(call.outcome.message) === undefined)
      last["error"] = call.outcome.message;
  }

  /** What the contract's slots hold after an SLOAD or SSTORE, as far as they were touched; undefined for other instructions. */
  #touch({ contract }: TracedCall, { storage }: TracedInstructionStep): Readonly<Record<string, string>> | undefined {
    if (storage === undefined || !this.#withStorage) return undefined;
    const name = contract?.name ?? "";
    const touched = { ...this.#slots.get(name), [toWord(storage.key)]: toWord(storage.value) };
    this.#slots.set(name, touched);
    this.#slotsLeft -= Object.keys(touched).length;
    return touched;
  }
}

function toLog(
  step: TracedInstructionStep,
  storage: Readonly<Record<string, string>> | undefined,
): Record<string, unknown> {
  const { programCounter, name, gas, cost, depth, stack, memory, returnData } = step;
  return {
    pc: programCounter,
    op: name,
    gas,
    gasCost: cost,
    depth: depth + 1,
    ...(stack === undefined ? {} : { stack: stack.map(toQuantity) }),
    ...(memory === undefined ? {} : { memory: toWords(memory) }),
    ...(returnData === undefined || returnData.length === 0 ? {} : { returnData: toData(returnData) }),
    ...(storage === undefined ? {} : { storage }),
  };
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
