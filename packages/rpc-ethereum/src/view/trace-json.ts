import { binaryStringToBytes, bytesToHex } from "@yanta/bytes";
import type { TracedBytes, TracedCall, TracedStep, TransactionTrace } from "@yanta/chain";
import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import { toData, toQuantity } from "../json-rpc/hex.ts";

/** A transaction's trace as JSON. Bytes are hex without 0x; of long values only the first are there, and `bytes` says how many there were. */
export function traceToJson(trace: Extract<TransactionTrace, { kind: "trace" }>): Record<string, unknown> {
  const { tx, height, senderAddress, call, outcome, isCut } = trace;
  return {
    txId: tx.txId,
    blockHeight: Number(height),
    sender: senderAddress,
    status: TxStatusCode[outcome.status],
    message: outcome.message,
    gasUsed: Number(outcome.gasUsed),
    isCut,
    ...(call === undefined ? {} : { call: stepToJson(call) }),
  };
}

function stepToJson(step: TracedStep): Record<string, unknown> {
  switch (step.kind) {
    case "call":
      return callToJson(step);
    case "host-call":
      return {
        type: "hostCall",
        name: step.name,
        arguments: Object.fromEntries(
          step.arguments.map(({ name, value }) => [name, typeof value === "object" ? cutToJson(value) : value]),
        ),
        gasUsed: step.gasUsed,
        ...(step.result === undefined ? {} : { result: cutToJson(step.result) }),
        ...(step.failure === undefined ? {} : { failure: step.failure }),
        ...(step.steps.length === 0 ? {} : { steps: step.steps.map(stepToJson) }),
      };
    case "instruction":
      return instructionToJson(step);
    case "read":
    case "write":
      return {
        type: step.kind,
        contract: step.contract,
        key: keyToJson(step.key),
        ...(step.value === undefined ? {} : { value: cutToJson(step.value) }),
      };
    case "range":
      return {
        type: "range",
        contract: step.contract,
        start: keyToJson(step.start),
        limit: keyToJson(step.limit),
      };
    case "history":
      return { type: "history", contract: step.contract, key: keyToJson(step.key) };
    case "log":
      return { type: "log", contract: step.contract, text: step.text };
  }
}

function callToJson({ contract, method, parameters, outcome, steps }: TracedCall): Record<string, unknown> {
  const { status, code, result, message, gasUsed, events } = outcome;
  return {
    type: "call",
    ...(contract === undefined
      ? {}
      : { contract: contract.name, address: contract.address, runtime: RuntimeType[contract.runtimeType] }),
    method,
    parameters: Object.fromEntries([...parameters].map(([name, value]) => [name, wholeToJson(value)])),
    gasUsed: Number(gasUsed),
    status: TxStatusCode[status],
    code,
    result: wholeToJson(result),
    message,
    events: events.map(({ contractName, topic, eventData }) => ({ contract: contractName, topic, data: eventData })),
    steps: steps.map(stepToJson),
  };
}

function instructionToJson(step: Extract<TracedStep, { kind: "instruction" }>): Record<string, unknown> {
  const { programCounter, name, gas, cost, depth, stack, memory, storage } = step;
  return {
    type: "instruction",
    pc: programCounter,
    op: name,
    gas,
    gasCost: cost,
    depth,
    ...(stack === undefined ? {} : { stack: stack.map(toQuantity) }),
    ...(memory === undefined ? {} : { memory: toData(memory) }),
    ...(storage === undefined ? {} : { slot: toQuantity(storage.key), value: toQuantity(storage.value) }),
  };
}

const wholeToJson = (bytes: Uint8Array): unknown => ({ hex: bytesToHex(bytes), bytes: bytes.length });
const cutToJson = ({ bytes, length }: TracedBytes): unknown => ({ hex: bytesToHex(bytes), bytes: length });
const keyToJson = (key: string): unknown => wholeToJson(binaryStringToBytes(key));
