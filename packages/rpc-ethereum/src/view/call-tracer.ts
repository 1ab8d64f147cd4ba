import { bytesToUtf8, emptyBytes, hexToBytes } from "@yanta/bytes";
import { callsWithin, type EthereumMessage, type ExecutionTrace, type TracedCall, type TracedLog } from "@yanta/chain";
import { revertData, revertReason } from "@yanta/ethereum";
import { ContractSchema, decodeMessage, RuntimeType } from "@yanta/protocol";
import { toData, toQuantity } from "../json-rpc/hex.ts";
import { serverError } from "../json-rpc/rpc-error.ts";
import { contractAddressOf } from "./contracts.ts";
import { hasFailed } from "./struct-logs.ts";

const zeroAddress = "0".repeat(40);

export interface CallTracerOptions {
  /** Without the calls below the transaction's own. */
  readonly onlyTopCall: boolean;
  /** With logs, of calls that succeeded as all their callers did. */
  readonly withLog: boolean;
}

/**
 * A trace as go-ethereum's callTracer tells it. A contract of another runtime than the EVM has its name and method added, and `truncated`
 * is there when calls are missing.
 */
export function toCallFrame(
  { call, outcome, senderAddress, isCut }: ExecutionTrace,
  message: Pick<EthereumMessage, "from" | "to" | "data"> | undefined,
  options: CallTracerOptions,
): Record<string, unknown> {
  const frame =
    call === undefined
      ? emptyFrame(message, hasFailed(outcome))
      : new FrameWriter(options).write(call, message?.from ?? senderAddress, false);
  return isCut ? { ...frame, truncated: true } : frame;
}

/** Of a call to an address where no contract is. */
function emptyFrame(
  message: Pick<EthereumMessage, "from" | "to" | "data"> | undefined,
  isRefused: boolean,
): Record<string, unknown> {
  if (message?.to === undefined || isRefused) throw serverError("the transaction was refused before a contract ran");
  const { from, to, data } = message;
  const ends = { type: "CALL", from: `0x${from}`, to: `0x${to}`, value: "0x0" };
  return { ...ends, gas: "0x0", gasUsed: "0x0", input: toData(data), output: "0x" };
}

class FrameWriter {
  readonly #options: CallTracerOptions;

  constructor(options: CallTracerOptions) {
    this.#options = options;
  }

  write(call: TracedCall, from: string, isUndone: boolean): Record<string, unknown> {
    const { contract, method, parameters, outcome } = call;
    if (contract?.name === "CONTRACT_MANAGE" && method === "INIT_CONTRACT")
      return this.#writeCreation(call, from, isUndone);
    const to = contractAddressOf(contract) ?? zeroAddress;
    const isEvm = contract?.runtimeType === RuntimeType.EVM;
    const data = isEvm ? hexToBytes(bytesToUtf8(parameters.get("data") ?? emptyBytes).replace(/^0x/i, "")) : undefined;
    return {
      type: call.instruction ?? "CALL",
      from: `0x${from}`,
      to: `0x${to}`,
      ...(call.instruction === "STATICCALL" ? {} : { value: "0x0" }),
      gas: toQuantity(outcome.gasUsed),
      gasUsed: toQuantity(outcome.gasUsed),
      input: toData(data ?? emptyBytes),
      ...(isEvm ? {} : { contract: contract?.name ?? "", method }),
      ...resultToJson(call),
      ...this.#inside(call, to, isUndone || hasFailed(outcome)),
    };
  }

  /** The manager's call, and the constructor that it runs, as one CREATE. */
  #writeCreation(call: TracedCall, from: string, isUndone: boolean): Record<string, unknown> {
    const { parameters, outcome } = call;
    const [constructor] = callsWithin(call);
    const created = hasFailed(call.outcome)
      ? undefined
      : decodeMessage(ContractSchema, outcome.result).address.slice(-40);
    return {
      type: call.instruction ?? "CREATE",
      from: `0x${from}`,
      ...(created === undefined ? {} : { to: `0x${created}` }),
      value: "0x0",
      gas: toQuantity(outcome.gasUsed),
      gasUsed: toQuantity(outcome.gasUsed),
      input: toData(parameters.get("CONTRACT_BYTECODE") ?? emptyBytes),
      ...resultToJson(constructor ?? call),
      ...(constructor === undefined
        ? {}
        : this.#inside(constructor, created ?? zeroAddress, isUndone || hasFailed(outcome))),
    };
  }

  /** What a call did: further calls, logs. */
  #inside(call: TracedCall, address: string, isUndone: boolean): Record<string, unknown> {
    const { onlyTopCall, withLog } = this.#options;
    const calls = onlyTopCall ? [] : callsWithin(call);
    const logs = withLog && !isUndone ? call.logs : [];
    return {
      ...(calls.length === 0 ? {} : { calls: calls.map((each) => this.write(each, address, isUndone)) }),
      ...(logs.length === 0 ? {} : { logs: logs.map((log) => logToJson(log, address)) }),
    };
  }
}

/** `position` is the number of calls that came before it in its frame. */
function logToJson({ topics, data, callsBefore }: TracedLog, address: string): Record<string, unknown> {
  return {
    address: `0x${address}`,
    topics: topics.map(toData),
    data: toData(data),
    position: toQuantity(callsBefore),
  };
}

function resultToJson(call: TracedCall): Record<string, unknown> {
  const { result, message } = call.outcome;
  if (!hasFailed(call.outcome)) return { output: toData(result) };
  const data = revertData(message);
  if (data === undefined) return { error: message };
  const reason = revertReason(data);
  return {
    output: toData(data),
    error: "execution reverted",
    ...(reason === undefined ? {} : { revertReason: reason }),
  };
}
