import { op, valueType } from "./opcodes.ts";

/**
 * The type of the result of arithmetic that may make a NaN whose bits WebAssembly leaves open: ceil to max of both sizes, demotion
 * and promotion. Absolute value, sign and moves of bits are not among them: their results are fixed.
 */
export function nanType(opcode: number): number | undefined {
  if ((opcode >= firstShort && opcode <= lastShort) || opcode === op.f32DemoteF64) return valueType.f32;
  if ((opcode >= firstLong && opcode <= lastLong) || opcode === op.f64PromoteF32) return valueType.f64;
  return undefined;
}

/** ceil, floor, trunc, nearest, sqrt, add, sub, mul, div, min, max. */
const [firstShort, lastShort] = [0x8d, 0x97];
const [firstLong, lastLong] = [0x9b, 0xa5];
