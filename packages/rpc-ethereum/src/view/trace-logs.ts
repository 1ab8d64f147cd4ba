import { bytesToHex } from "@yanta/bytes";
import { callsWithin, type ExecutionTrace, type TracedCall } from "@yanta/chain";
import { contractAddressOf } from "./contracts.ts";
import type { ChainLog } from "./logs.ts";
import { hasFailed } from "./struct-logs.ts";

/** The logs that a trace's contracts of the EVM emitted and kept, in the order of time. */
export function logsOfTrace({
  call,
  outcome,
}: ExecutionTrace): readonly Pick<ChainLog, "address" | "topics" | "data">[] {
  return call === undefined || hasFailed(outcome) ? [] : logsOfCall(call);
}

function logsOfCall(call: TracedCall): Pick<ChainLog, "address" | "topics" | "data">[] {
  if (hasFailed(call.outcome)) return [];
  const calls = callsWithin(call);
  const address = contractAddressOf(call.contract) ?? "0".repeat(40);
  const own = call.logs.map(({ topics, data, callsBefore }) => ({
    callsBefore,
    log: { address, topics: topics.map(bytesToHex), data: bytesToHex(data) },
  }));
  return [...calls, undefined].flatMap((below, index) => [
    ...own.filter(({ callsBefore }) => callsBefore === index).map(({ log }) => log),
    ...(below === undefined ? [] : logsOfCall(below)),
  ]);
}
