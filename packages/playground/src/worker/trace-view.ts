import { binaryStringToText } from "@yanta/bytes";
import type { Chain, TracedBytes, TracedCall, TracedStep } from "@yanta/chain";
import type { CallTrace, TraceRequest, TraceStep, TraceView } from "../interface.ts";
import { toEventView } from "./block-view.ts";

/** Executes a past transaction again, and shows it for a page: names instead of records, keys as text. */
export function traceForView(chain: Chain, { txId, instructions = false }: TraceRequest): TraceView {
  const details = { stack: true, memory: false, countMax: Infinity };
  const trace = chain.trace(txId, { instructions: instructions ? details : undefined });
  if (trace.kind === "unknown") return { kind: "unknown", txId, reason: trace.reason };
  const { height, senderAddress, call, isCut } = trace;
  return { kind: "trace", txId, height, senderAddress, call: call && toCallTrace(call), isCut };
}

function toCallTrace({ contract, method, parameters, outcome, steps }: TracedCall): CallTrace {
  return {
    kind: "call",
    contract: contract?.name ?? "",
    method,
    parameters: Object.fromEntries([...parameters].map(([name, value]) => [name, value.slice()])),
    code: outcome.status,
    contractCode: outcome.code,
    message: outcome.message,
    result: outcome.result.slice(),
    gasUsed: outcome.gasUsed,
    events: outcome.events.map(toEventView),
    steps: steps.map(toTraceStep),
  };
}

function toTraceStep(step: TracedStep): TraceStep {
  switch (step.kind) {
    case "call":
      return toCallTrace(step);
    case "host-call":
      return {
        ...step,
        arguments: step.arguments.map(({ name, value }) => ({ name, value: toValue(value) })),
        result: step.result?.bytes,
        steps: step.steps.map(toTraceStep),
      };
    case "instruction":
    case "log":
      return step;
    case "read":
    case "write":
      return { ...step, key: binaryStringToText(step.key), value: step.value?.bytes };
    case "range":
      return { ...step, start: binaryStringToText(step.start), limit: binaryStringToText(step.limit) };
    case "history":
      return { ...step, key: binaryStringToText(step.key) };
  }
}

function toValue(value: string | number | TracedBytes): string | number | Uint8Array {
  return typeof value === "object" ? value.bytes : value;
}
