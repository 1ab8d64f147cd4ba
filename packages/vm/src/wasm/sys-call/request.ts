import { strictItemsFrom } from "../../limits.ts";
import type { ContractInstance } from "../contract-instance.ts";
import { EasyCodecRequest } from "../easy-codec-request.ts";
import type { SysCallFrame } from "./sys-call-frame.ts";

/** One sys_call: who calls, with which body. */
export interface SysCall {
  readonly frame: SysCallFrame;
  readonly instance: ContractInstance<SysCallFrame>;
  /** View of the contract's memory: good until the contract runs again or another contract is called. */
  readonly body: Uint8Array;
}

/** A host method: undefined when it succeeded, else the text of the failure. */
export type SysCallMethod = (call: SysCall) => string | undefined;

/** The items of a body, with ChainMaker's rule for missing ones. */
export class RequestItems {
  readonly items: EasyCodecRequest;
  readonly #isStrict: boolean;
  /** Text of the first missing item, once one was asked for and the block version makes that an error. */
  missing: string | undefined = undefined;

  constructor({ frame, body }: SysCall, isStrict = frame.context.blockVersion >= strictItemsFrom) {
    this.items = new EasyCodecRequest(body);
    this.#isStrict = isStrict;
  }

  text(key: string): string {
    return this.items.getString(key) ?? this.#miss("string", "");
  }

  number(key: string): number {
    return this.items.getInt32(key) ?? this.#miss("int32", 0);
  }

  bytes(key: string): Uint8Array {
    return this.items.getBytes(key) ?? this.#miss("bytes", new Uint8Array(0));
  }

  #miss<T>(type: string, otherwise: T): T {
    if (this.#isStrict) this.missing ??= `not found key or value type not ${type}`;
    return otherwise;
  }
}
