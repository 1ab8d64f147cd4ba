import { bytesToUtf8, hexToBytes } from "@yanta/bytes";
import { callsWithin, type TracedCall } from "@yanta/chain";
import { ContractSchema, decodeMessage, RuntimeType, TxStatusCode } from "@yanta/protocol";
import type { RpcMethod } from "../json-rpc/answer-request.ts";
import { toData, toQuantity } from "../json-rpc/hex.ts";
import { readHash, readObject } from "../json-rpc/read-params.ts";
import { invalidParams, serverError } from "../json-rpc/rpc-error.ts";
import { carriedTransaction } from "../view/chain-transaction.ts";
import { contractAddressOf } from "../view/contracts.ts";
import { revertData, revertReason } from "./revert-reason.ts";
import type { RpcContext } from "./rpc-context.ts";

const zeroAddress = "0".repeat(40);
const emptyBytes = new Uint8Array(0);

/**
 * debug_traceTransaction with go-ethereum's callTracer: the calls between contracts, of all runtimes. What a contract runs in
 * its own frame (DELEGATECALL, precompiles) is not in it, and there is no list of instructions.
 */
export function createTraceMethods({ chain }: RpcContext): Readonly<Record<string, RpcMethod>> {
  return {
    debug_traceTransaction: ([value, options]) => {
      const hash = readHash(value, "transaction hash");
      const tracer = options === undefined || options === null ? undefined : readObject(options, "options")["tracer"];
      if (tracer !== "callTracer") throw invalidParams('only the tracer "callTracer" can be had');
      const trace = chain.trace(hash);
      if (trace.kind === "unknown") throw serverError(trace.reason);
      if (trace.call === undefined) throw serverError("the transaction was refused before a contract ran");
      const from = carriedTransaction(trace.tx)?.from ?? trace.senderAddress;
      return callToJson(trace.call, from);
    },
  };
}

function callToJson(call: TracedCall, from: string): Record<string, unknown> {
  const { contract, method, parameters, outcome } = call;
  if (contract?.name === "CONTRACT_MANAGE" && method === "INIT_CONTRACT") return creationToJson(call, from);
  const to = contractAddressOf(contract) ?? zeroAddress;
  const isEvm = contract?.runtimeType === RuntimeType.EVM;
  const data = isEvm ? hexToBytes(bytesToUtf8(parameters.get("data") ?? emptyBytes).replace(/^0x/i, "")) : undefined;
  return {
    type: "CALL",
    from: `0x${from}`,
    to: `0x${to}`,
    value: "0x0",
    gas: toQuantity(outcome.gasUsed),
    gasUsed: toQuantity(outcome.gasUsed),
    input: toData(data ?? emptyBytes),
    ...(isEvm ? {} : { contract: contract?.name ?? "", method }),
    ...resultToJson(call),
    ...callsToJson(callsWithin(call), to),
  };
}

/** The manager's call, and the constructor that it runs, as one CREATE. */
function creationToJson(call: TracedCall, from: string): Record<string, unknown> {
  const { parameters, outcome } = call;
  const [constructor] = callsWithin(call);
  const hasSucceeded = outcome.status === TxStatusCode.SUCCESS && outcome.code === 0;
  const created = hasSucceeded ? decodeMessage(ContractSchema, outcome.result).address.slice(-40) : undefined;
  return {
    type: "CREATE",
    from: `0x${from}`,
    ...(created === undefined ? {} : { to: `0x${created}` }),
    value: "0x0",
    gas: toQuantity(outcome.gasUsed),
    gasUsed: toQuantity(outcome.gasUsed),
    input: toData(parameters.get("CONTRACT_BYTECODE") ?? emptyBytes),
    ...resultToJson(constructor ?? call),
    ...callsToJson(constructor === undefined ? [] : callsWithin(constructor), created ?? zeroAddress),
  };
}

function callsToJson(calls: readonly TracedCall[], from: string): Record<string, unknown> {
  return calls.length === 0 ? {} : { calls: calls.map((call) => callToJson(call, from)) };
}

function resultToJson({ outcome: { status, code, result, message } }: TracedCall): Record<string, unknown> {
  if (status === TxStatusCode.SUCCESS && code === 0) return { output: toData(result) };
  const data = revertData(message);
  if (data === undefined) return { error: message };
  const reason = revertReason(data);
  return {
    output: toData(data),
    error: "execution reverted",
    ...(reason === undefined ? {} : { revertReason: reason }),
  };
}
