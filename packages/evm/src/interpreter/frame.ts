import { emptyBytes } from "@yanta/bytes";
import { WordStack } from "../words/word-stack.ts";
import type { Code } from "./code.ts";
import type { CallRequest, CreateRequest } from "./request.ts";
import { Memory } from "./memory.ts";

/** Why a frame stopped with all its gas gone, in ChainMaker's words: they end up in transaction results. Spec: docs/spec-notes.md, vm.md §5.5. */
export type Fault =
  | "out of gas"
  | "stack under flow"
  | "stack over flow"
  | `invalid op code: 0x${string}`
  | "invalid jump dest"
  | "return data copy out of bounds"
  | "write protection"
  | "invalid created code";

/** What a frame runs. Addresses are 40 lower-case hex digits. */
export interface FrameSettings {
  readonly code: Code;
  readonly address: string;
  readonly caller: string;
  readonly value: bigint;
  readonly input: Uint8Array;
  readonly gas: number;
  readonly isStatic: boolean;
  /** Frames below this one. */
  readonly depth: number;
}

/** One running contract: its code, stack, memory and what is left of its gas. */
export class Frame {
  readonly code: Code;
  readonly address: string;
  readonly caller: string;
  readonly value: bigint;
  readonly input: Uint8Array;
  readonly isStatic: boolean;
  readonly depth: number;
  readonly stack: WordStack;
  readonly memory: Memory;
  gas: number;
  /** Next instruction. */
  pc = 0;
  /** Limbs on the stack; the top word begins at `sp - 8`. */
  sp = 0;
  /** What the last call of this frame returned. */
  returnData: Uint8Array = emptyBytes;
  /** What this frame returned or reverted with. */
  output: Uint8Array = emptyBytes;
  fault: Fault | undefined;
  /** What it waits for. */
  request: CallRequest | CreateRequest | undefined;
  /** The host's own notes, such as what to undo when the frame fails. */
  mark = 0;

  constructor(settings: FrameSettings, stack: WordStack, memory: Memory) {
    this.code = settings.code;
    this.address = settings.address;
    this.caller = settings.caller;
    this.value = settings.value;
    this.input = settings.input;
    this.isStatic = settings.isStatic;
    this.depth = settings.depth;
    this.gas = settings.gas;
    this.stack = stack;
    this.memory = memory;
  }
}

/** Stacks and memories of frames that ended, for those that come. */
const pooledMax = 16;

/** Opens frames and takes their stacks and memories back. */
export class FramePool {
  readonly #idle: { readonly stack: WordStack; readonly memory: Memory }[] = [];

  open(settings: FrameSettings): Frame {
    const { stack, memory } = this.#idle.pop() ?? { stack: new WordStack(), memory: new Memory() };
    return new Frame(settings, stack, memory);
  }

  /** The frame must not be used afterwards; its output may. */
  close({ stack, memory }: Frame): void {
    if (this.#idle.length >= pooledMax) return;
    memory.clear();
    this.#idle.push({ stack, memory });
  }
}
