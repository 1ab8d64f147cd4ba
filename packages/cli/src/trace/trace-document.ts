import { callNode } from "../call-node.ts";
import { cliErrors } from "../errors.ts";

/** Bytes in hex; `bytes` says how many there were before they were cut. */
export interface TracedValue {
  readonly hex: string;
  readonly bytes: number;
}

export interface CallStep {
  readonly type: "call";
  readonly contract?: string;
  readonly runtime?: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, TracedValue>>;
  readonly gasUsed: number;
  readonly status: string;
  readonly code: number;
  readonly result: TracedValue;
  readonly message: string;
  readonly events: readonly { readonly contract: string; readonly topic: string; readonly data: readonly string[] }[];
  readonly steps: readonly TraceStep[];
}

export interface HostCallStep {
  readonly type: "hostCall";
  readonly name: string;
  readonly arguments: Readonly<Record<string, string | number | TracedValue>>;
  readonly gasUsed: number;
  readonly result?: TracedValue;
  readonly failure?: string;
  readonly steps?: readonly TraceStep[];
}

export interface InstructionStep {
  readonly type: "instruction";
  readonly pc: number;
  readonly op: string;
  readonly gas: number;
  readonly gasCost: number;
  readonly depth: number;
  readonly stack?: readonly string[];
  readonly slot?: string;
  readonly value?: string;
}

export type TraceStep =
  | CallStep
  | HostCallStep
  | InstructionStep
  | {
      readonly type: "read" | "write";
      readonly contract: string;
      readonly key: TracedValue;
      readonly value?: TracedValue;
    }
  | { readonly type: "range"; readonly contract: string; readonly start: TracedValue; readonly limit: TracedValue }
  | { readonly type: "history"; readonly contract: string; readonly key: TracedValue }
  | { readonly type: "log"; readonly contract: string; readonly text: string };

/** What yanta_traceTransaction answers. */
export interface TraceDocument {
  readonly txId: string;
  readonly blockHeight: number;
  readonly sender: string;
  readonly status: string;
  readonly message: string;
  readonly gasUsed: number;
  readonly isCut: boolean;
  readonly call?: CallStep;
}

export interface TraceRequest {
  readonly url: string;
  readonly txId: string;
  readonly opcodes?: boolean;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Asks a node what a past transaction did. Errors: CLI_RPC_UNREACHABLE, CLI_RPC_REFUSED. */
export async function fetchTrace({ url, txId, opcodes = false, ...rest }: TraceRequest): Promise<TraceDocument> {
  const method = "yanta_traceTransaction";
  const found = await callNode({ url, method, params: [txId, { opcodes }], ...rest });
  if (typeof found !== "object" || found === null || !("txId" in found))
    throw cliErrors.create("CLI_RPC_REFUSED", { method, reason: "the answer is no trace" });
  return found as TraceDocument;
}
