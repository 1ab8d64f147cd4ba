import type { Frame } from "./frame.ts";
import type { GasSchedule } from "./gas-schedule.ts";
import type { CallRequest, CreateRequest } from "./request.ts";

/** What a host makes of a call or creation: a frame to run, an answer at once, or the end of the caller (its `fault` is set). */
export type Answer =
  | { readonly kind: "frame"; readonly frame: Frame }
  | {
      readonly kind: "done";
      readonly isSuccess: boolean;
      readonly output: Uint8Array;
      /** The created contract's. */
      readonly address?: string;
    }
  | { readonly kind: "fault" };

/** How a frame ended. A host may change its mind about a creation by giving another end. */
export type FrameEnd = "returned" | "reverted" | "faulted";

/** Block and transaction as contracts see them. */
export interface Environment {
  readonly origin: string;
  readonly gasPrice: bigint;
  readonly coinbase: string;
  readonly number: bigint;
  readonly timestamp: bigint;
  readonly prevRandao: bigint;
  readonly gasLimit: bigint;
  readonly chainId: bigint;
  readonly baseFee: bigint;
  readonly blobBaseFee: bigint;
  readonly blobHashes: readonly Uint8Array[];
}

/**
 * The world that contracts run in. Methods that price something take it from `frame.gas`; they answer false, with
 * `frame.fault` set, when the frame has to end. Words are given by their place on the frame's stack.
 */
export interface Host {
  readonly schedule: GasSchedule;
  readonly environment: Environment;
  /**
   * Is told of each instruction before it runs; `frame.pc`, `frame.sp` and `frame.gas` are those of the moment. Answers false when it wants no
   * more of the frame's. Undefined unless somebody looks on: a run without it is as fast as if it could not be.
   */
  readonly onInstruction?: ((op: number, frame: Frame) => boolean) | undefined;

  /** Prices a look at an account. */
  chargeAccount(frame: Frame, address: string): boolean;
  balance(frame: Frame, address: string): bigint;
  /** Code of an account, empty when it has none. */
  code(address: string): Uint8Array;
  /** Keccak-256 of its code; undefined for an account that is not there. */
  codeHash(address: string): Uint8Array | undefined;
  blockHash(number: bigint): Uint8Array | undefined;

  /** Replaces the word at `at`, a key, by its value. */
  loadStorage(frame: Frame, at: number): boolean;
  storeStorage(frame: Frame, keyAt: number, valueAt: number): boolean;
  loadTransient(frame: Frame, at: number): void;
  storeTransient(frame: Frame, keyAt: number, valueAt: number): void;

  log(frame: Frame, topics: readonly Uint8Array[], data: Uint8Array): boolean;
  selfDestruct(frame: Frame, beneficiary: string): boolean;

  call(frame: Frame, request: CallRequest): Answer;
  create(frame: Frame, request: CreateRequest): Answer;
  /** A frame that this host opened ended: keep or undo what it did. `frame.gas` goes back to its caller. */
  leave(frame: Frame, end: FrameEnd): FrameEnd;
  /** The address to tell the creator of `frame`; undefined when the frame was no creation. */
  createdAddress(frame: Frame): string | undefined;
}
