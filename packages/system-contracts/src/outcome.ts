import { emptyBytes, utf8ToBytes } from "@yanta/bytes";
import type { ContractEvent } from "@yanta/protocol";
import type { NativeOutcome } from "./interface.ts";

/** Success with result bytes; the message on the wire becomes `OK`. */
export function succeed(result: Uint8Array = emptyBytes, events: readonly ContractEvent[] = []): NativeOutcome {
  return { kind: "ok", result, events };
}

/** Success with a text as the result bytes. */
export function succeedWithText(result: string, events: readonly ContractEvent[] = []): NativeOutcome {
  return succeed(utf8ToBytes(result), events);
}

/** A refusal with ChainMaker's text, which is hashed as part of the transaction. */
export function refuse(message: string): NativeOutcome {
  return { kind: "failed", message };
}
