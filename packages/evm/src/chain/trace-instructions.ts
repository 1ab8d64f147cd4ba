import type { ExecutionTracer } from "@yanta/vm";
import type { Frame } from "../interpreter/frame.ts";
import type { GasSchedule } from "../interpreter/gas-schedule.ts";
import type { Host } from "../interpreter/host.ts";
import { operationNames } from "../interpreter/opcodes.ts";
import { readBigInt } from "../words/convert.ts";
import { limbsPerWord } from "../words/word-stack.ts";

/** What tells a transaction's tracer of the EVM's instructions; undefined when it wants none. */
export function traceInstructions(
  tracer: ExecutionTracer | undefined,
  { operation }: GasSchedule,
): Host["onInstruction"] {
  const onInstruction = tracer?.instruction;
  if (onInstruction === undefined) return undefined;
  return (op, frame) =>
    onInstruction({
      code: frame.code.bytes,
      programCounter: frame.pc,
      name: operationNames[op] ?? `0x${op.toString(16).padStart(2, "0")}`,
      gas: frame.gas,
      baseCost: operation[op] as number,
      depth: frame.depth,
      stack: () => readStack(frame),
      memory: () => frame.memory.bytes.slice(0, frame.memory.size),
      returnData: () => frame.returnData,
    });
}

function readStack({ stack, sp }: Frame): readonly bigint[] {
  return Array.from({ length: sp / limbsPerWord }, (_, index) => readBigInt(stack, index * limbsPerWord));
}
