import type { BinaryString } from "@yanta/bytes";
import type {
  CallOutcome,
  EvmCallInstruction,
  ExecutionTracer,
  HostArgument,
  HostCallEnd,
  TracedInstruction,
} from "@yanta/vm";
import type { ContractRunner } from "../execution/contract-runner.ts";
import { tracedBytesMax, tracedStepsMax, tracedValueBytesMax } from "../limits.ts";
import { InstructionRecorder, type InstructionDetails } from "./instruction-recorder.ts";
import type { TracedBytes, TracedLog, TracedStep } from "./traced-step.ts";

/** Bytes that a step takes beside its keys and values, about. */
const stepBytes = 120;
const topicBytes = 32;

/**
 * Notes down what one transaction does, as a tree, until there is too much of it. Runtimes tell it as their tracer, the transaction's
 * context tells reads and writes, and calls pass through its runner.
 */
export class TraceRecorder implements ExecutionTracer {
  /** The transaction's own call, or nothing when it was refused before. */
  readonly steps: TracedStep[] = [];
  /** Names of the contracts whose code was looked at. */
  readonly codes = new Set<string>();
  readonly instruction: ((instruction: TracedInstruction) => boolean) | undefined;
  #level: TracedStep[] = this.steps;
  /** By what the EVM makes the call that comes next. */
  #announced: EvmCallInstruction | undefined;
  /** What the running call logged itself, and how many calls it made. */
  #own: { readonly logs: TracedLog[]; calls: number } = { logs: [], calls: 0 };
  #callDepth = 0;
  #stepCount = 0;
  #bytes = 0;
  #isCut = false;

  /** Instructions are noted only when their details are given. */
  constructor(details?: InstructionDetails) {
    if (details === undefined) return;
    const recorder = new InstructionRecorder(details, (sizeBytes) => this.#takeRoom(sizeBytes));
    this.instruction = (instruction) => recorder.record(instruction, this.#level, this.#callDepth);
  }

  /** True when something is missing because there was too much. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** A runner whose calls are noted. */
  watch(runner: ContractRunner): ContractRunner {
    return (context, call) => {
      const { contract, method, parameters } = call;
      const instruction = this.#announced;
      this.#announced = undefined;
      if (!this.#takeRoom(parametersBytes(parameters))) return runner(context, call);
      const siblings = this.#level;
      const callers = this.#own;
      const steps: TracedStep[] = [];
      const logs: TracedLog[] = [];
      this.#level = steps;
      this.#own = { logs, calls: 0 };
      this.#callDepth++;
      let outcome: CallOutcome | undefined;
      try {
        outcome = runner(context, call);
        return outcome;
      } finally {
        this.#level = siblings;
        this.#own = callers;
        this.#announced = undefined;
        this.#own.calls++;
        this.#callDepth--;
        if (outcome !== undefined) {
          this.#bytes += outcomeBytes(outcome);
          siblings.push({ kind: "call", contract, method, parameters, outcome, steps, instruction, logs });
        }
      }
    };
  }

  hostCall(name: string, readArguments: () => readonly HostArgument[]): (end: HostCallEnd) => void {
    if (!this.#takeRoom(0)) return () => undefined;
    const given = readArguments().map((each) => ({ name: each.name, value: this.#keep(each.value) }));
    const siblings = this.#level;
    const steps: TracedStep[] = [];
    this.#level = steps;
    return ({ gasUsed, result, failure }) => {
      this.#level = siblings;
      const kept = result === undefined ? undefined : this.#cut(result);
      siblings.push({ kind: "host-call", name, arguments: given, gasUsed, result: kept, failure, steps });
    };
  }

  announceCall(instruction: EvmCallInstruction): void {
    this.#announced = instruction;
  }

  log(topics: readonly Uint8Array[], data: Uint8Array): () => void {
    if (!this.#takeRoom(topics.length * topicBytes + data.length)) return () => undefined;
    const { logs, calls } = this.#own;
    logs.push({ topics, data, callsBefore: calls });
    return () => void logs.pop();
  }

  /** A read of a state entry, or a write of one. */
  access(kind: "read" | "write", entry: { contract: string; key: BinaryString; value: Uint8Array | undefined }): void {
    const { contract, key, value } = entry;
    if (!this.#takeRoom(contract.length + key.length)) return;
    const kept = value === undefined || value.length === 0 ? undefined : this.#cut(value);
    this.#level.push({ kind, contract, key, value: kept });
  }

  note(step: Extract<TracedStep, { kind: "range" | "history" | "log" }>): void {
    const text = step.kind === "log" ? step.text : step.kind === "range" ? step.start + step.limit : step.key;
    if (!this.#takeRoom(Math.min(text.length, tracedValueBytesMax))) return;
    this.#level.push(step.kind === "log" ? { ...step, text: text.slice(0, tracedValueBytesMax) } : step);
  }

  #keep(value: string | number | Uint8Array): string | number | TracedBytes {
    if (typeof value === "number") return value;
    if (typeof value !== "string") return this.#cut(value);
    this.#bytes += Math.min(value.length, tracedValueBytesMax);
    return value.slice(0, tracedValueBytesMax);
  }

  /** A copy: what tracers get are views. */
  #cut(value: Uint8Array): TracedBytes {
    const bytes = value.slice(0, tracedValueBytesMax);
    this.#bytes += bytes.length;
    return { bytes, length: value.length };
  }

  #takeRoom(sizeBytes: number): boolean {
    if (this.#stepCount >= tracedStepsMax || this.#bytes + sizeBytes + stepBytes > tracedBytesMax) {
      this.#isCut = true;
      return false;
    }
    this.#stepCount++;
    this.#bytes += sizeBytes + stepBytes;
    return true;
  }
}

function parametersBytes(parameters: ReadonlyMap<string, Uint8Array>): number {
  let sizeBytes = 0;
  for (const [key, value] of parameters) sizeBytes += key.length + value.length;
  return sizeBytes;
}

function outcomeBytes({ result, message, events }: CallOutcome): number {
  let sizeBytes = result.length + message.length;
  for (const { eventData } of events) for (const text of eventData) sizeBytes += text.length;
  return sizeBytes;
}
