import { bytesToUtf8, hexToBytes } from "@yanta/bytes";
import {
  callsWithin,
  type InstructionDetails,
  type TracedCall,
  tracedStepsMax,
  type TransactionTrace,
  txIdLengthMax,
} from "@yanta/chain";
import { revertData, revertReason } from "@yanta/ethereum";
import { ContractSchema, decodeMessage, RuntimeType } from "@yanta/protocol";
import type { RpcMethod } from "../json-rpc/answer-request.ts";
import { toData, toQuantity } from "../json-rpc/hex.ts";
import { readCount, readHash, readObject } from "../json-rpc/read-params.ts";
import { invalidParams, serverError } from "../json-rpc/rpc-error.ts";
import { carriedTransaction } from "../view/chain-transaction.ts";
import { contractAddressOf } from "../view/contracts.ts";
import { hasFailed, toStructLogs } from "../view/struct-logs.ts";
import { traceToJson } from "../view/trace-json.ts";
import type { RpcContext } from "./rpc-context.ts";

const zeroAddress = "0".repeat(40);
const emptyBytes = new Uint8Array(0);

/**
 * What a past transaction did.
 *
 * - debug_traceTransaction: go-ethereum's opcode logger, or its callTracer with the calls between contracts of all runtimes. What a contract
 *   runs in its own frame (DELEGATECALL, precompiles) is not a call of the callTracer.
 * - yanta_traceTransaction: everything, of any transaction by its id: calls, host calls, reads, writes and, when asked for, instructions.
 */
export function createTraceMethods({ chain }: RpcContext): Readonly<Record<string, RpcMethod>> {
  const traceOf = (txId: string, instructions?: InstructionDetails): FoundTrace => {
    const trace = chain.trace(txId, { instructions });
    if (trace.kind === "unknown") throw serverError(trace.reason);
    return trace;
  };
  return {
    debug_traceTransaction: ([value, settings]) => {
      const hash = readHash(value, "transaction hash");
      const options = settings === undefined || settings === null ? {} : readObject(settings, "options");
      switch (options["tracer"] ?? "") {
        case "": {
          return toStructLogs(traceOf(hash, readDetails(options)), options["disableStorage"] !== true);
        }
        case "callTracer": {
          const trace = traceOf(hash);
          return transactionToJson(trace, chain.isDevChain);
        }
        default:
          throw invalidParams('only the opcode logger and the tracer "callTracer" can be had');
      }
    },
    yanta_traceTransaction: ([value, settings]) => {
      if (typeof value !== "string" || value.length === 0 || value.length > txIdLengthMax + 2)
        throw invalidParams("transaction id: not a text");
      const options = settings === undefined || settings === null ? {} : readObject(settings, "options");
      return traceToJson(
        traceOf(value.replace(/^0x/, ""), options["opcodes"] === true ? readDetails(options) : undefined),
      );
    },
  };
}

type FoundTrace = Extract<TransactionTrace, { kind: "trace" }>;

/** Options of go-ethereum's opcode logger. A limit of 0 means none but ours. */
function readDetails(options: Readonly<Record<string, unknown>>): InstructionDetails {
  const limit = options["limit"] === undefined ? 0 : readCount(options["limit"], "limit", tracedStepsMax);
  return {
    stack: options["disableStack"] !== true,
    memory: options["enableMemory"] === true,
    countMax: limit === 0 ? Infinity : limit,
  };
}

function transactionToJson(
  { tx, call, outcome, senderAddress }: FoundTrace,
  isDevChain: boolean,
): Record<string, unknown> {
  const carried = carriedTransaction(tx, isDevChain);
  if (call !== undefined) return callToJson(call, carried?.from ?? senderAddress);
  if (carried?.to === undefined || hasFailed(outcome))
    throw serverError("the transaction was refused before a contract ran");
  const { from, to, data } = carried;
  const ends = { type: "CALL", from: `0x${from}`, to: `0x${to}`, value: "0x0" };
  return { ...ends, gas: "0x0", gasUsed: "0x0", input: toData(data), output: "0x" };
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
  const created = hasFailed(call.outcome)
    ? undefined
    : decodeMessage(ContractSchema, outcome.result).address.slice(-40);
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
