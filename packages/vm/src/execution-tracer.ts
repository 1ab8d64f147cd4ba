/** One argument of a host call as the contract gave it. Bytes are a view of the contract's memory. */
export interface HostArgument {
  readonly name: string;
  readonly value: string | number | Uint8Array;
}

/** How a host call ended. */
export interface HostCallEnd {
  /** Gas that it cost, with that of contracts that it called. */
  readonly gasUsed: number;
  /** What the contract gets to read; a view. Undefined when there is nothing. */
  readonly result: Uint8Array | undefined;
  /** Why it failed. */
  readonly failure: string | undefined;
}

/** By what a contract of the EVM reaches another one. */
export type EvmCallInstruction = "CALL" | "STATICCALL" | "CREATE" | "CREATE2";

/** An instruction of the EVM before it runs. What the functions give is made on demand. */
export interface TracedInstruction {
  /** That it is from; the same array as long as the runtime knows the code. */
  readonly code: Uint8Array;
  readonly programCounter: number;
  readonly name: string;
  readonly gas: number;
  /** What it costs without what depends on its operands. */
  readonly baseCost: number;
  /** Frames below it within its contract's call: delegate calls. */
  readonly depth: number;
  /** Words, the lowest first. */
  readonly stack: () => readonly bigint[];
  /** A copy. */
  readonly memory: () => Uint8Array;
  /** What the last call of its frame returned. */
  readonly returnData: () => Uint8Array;
}

/** Is told what runs while a transaction is traced. Runtimes ask for it at each step, so that others cost next to nothing. */
export interface ExecutionTracer {
  /** A WebAssembly contract calls the host. Returns what takes its end; reads, writes and calls until then belong to it. */
  hostCall(name: string, readArguments: () => readonly HostArgument[]): (end: HostCallEnd) => void;
  /** A contract of the EVM logs: 32 bytes a topic, and the data. Returns what takes it back, as when the frame reverts. */
  log?(topics: readonly Uint8Array[], data: Uint8Array): () => void;
  /** A contract of the EVM is about to call another one, or to create one, by this instruction. */
  announceCall?(instruction: EvmCallInstruction): void;
  /** Undefined when nobody wants instructions; answers false when it wants no more. */
  readonly instruction: ((instruction: TracedInstruction) => boolean) | undefined;
}
