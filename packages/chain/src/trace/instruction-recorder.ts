import type { TracedInstruction } from "@yanta/vm";
import type { TracedInstructionStep, TracedStep } from "./traced-step.ts";

/** What is kept of each instruction besides its name, place and gas. */
export interface InstructionDetails {
  readonly stack: boolean;
  readonly memory: boolean;
  readonly returnData?: boolean;
  /** Instructions after which no more are wanted; Infinity for as many as a trace takes. */
  readonly countMax: number;
}

/** Bytes of a word as it is kept and of what it becomes in JSON. */
const wordBytes = 64;

type OpenStep = { -readonly [Key in keyof TracedInstructionStep]: TracedInstructionStep[Key] };

/** Notes down instructions. What one cost is known when the next of its frame begins, and so is what an SLOAD found. */
export class InstructionRecorder {
  readonly #details: InstructionDetails;
  readonly #takeRoom: (sizeBytes: number) => boolean;
  /** The last instruction of each running frame, by the list that its call writes to. */
  readonly #last = new WeakMap<readonly TracedStep[], OpenStep[]>();
  #count = 0;

  constructor(details: InstructionDetails, takeRoom: (sizeBytes: number) => boolean) {
    this.#details = details;
    this.#takeRoom = takeRoom;
  }

  /** Notes one down among a call's steps; `callDepth` is 1 for the transaction's own call. False when no more are wanted. */
  record(instruction: TracedInstruction, steps: TracedStep[], callDepth: number): boolean {
    const { programCounter, name, gas, baseCost, depth } = instruction;
    const touchesStorage = name === "SLOAD" || name === "SSTORE";
    this.#finishLast(instruction, steps);
    if (this.#count >= this.#details.countMax) return false;
    const words = this.#details.stack || touchesStorage ? instruction.stack() : undefined;
    const stack = this.#details.stack ? words : undefined;
    const memory = this.#details.memory ? instruction.memory() : undefined;
    const returnData = this.#details.returnData === true ? instruction.returnData().slice() : undefined;
    const keptBytes = (memory?.length ?? 0) + (returnData?.length ?? 0);
    if (!this.#takeRoom((stack?.length ?? 0) * wordBytes + 2 * keptBytes)) return false;
    this.#count++;
    const key = words?.at(-1);
    const step: OpenStep = {
      kind: "instruction",
      programCounter,
      name,
      gas,
      cost: baseCost,
      depth: callDepth - 1 + depth,
      stack,
      memory,
      returnData,
      storage: touchesStorage && key !== undefined ? { key, value: words?.at(-2) ?? 0n } : undefined,
    };
    steps.push(step);
    this.#openOf(steps)[depth] = step;
    return true;
  }

  #finishLast({ gas, depth, stack }: TracedInstruction, steps: readonly TracedStep[]): void {
    const open = this.#openOf(steps);
    const last = open[depth];
    open.length = Math.min(open.length, depth);
    if (last === undefined) return;
    last.cost = last.gas - gas;
    if (last.name === "SLOAD" && last.storage !== undefined)
      last.storage = { key: last.storage.key, value: stack().at(-1) ?? 0n };
  }

  #openOf(steps: readonly TracedStep[]): OpenStep[] {
    let open = this.#last.get(steps);
    if (open === undefined) {
      open = [];
      this.#last.set(steps, open);
    }
    return open;
  }
}
