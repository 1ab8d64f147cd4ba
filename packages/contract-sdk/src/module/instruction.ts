import { contractSdkErrors } from "../errors.ts";
import type { WasmReader } from "./wasm-bytes.ts";

/** Opcodes that the rewriters look at. */
export const op = {
  unreachable: 0x00,
  if: 0x04,
  end: 0x0b,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i64Load: 0x29,
  i64Store: 0x37,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  refFunc: 0xd2,
} as const;

export const valueType = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c } as const;

/** One instruction of a body. */
export interface Instruction {
  readonly opcode: number;
  /** Of call: the function; of br_table: the number of its targets without the default; else 0. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** Reads the next instruction. Errors: CONTRACT_FORBIDDEN for what no contract runtime knows. */
export function readInstruction(reader: WasmReader): Instruction {
  const start = reader.position;
  const opcode = reader.byte();
  const index = readImmediates(opcode, reader);
  return { opcode, index, start, end: reader.position };
}

function readImmediates(opcode: number, reader: WasmReader): number {
  if (opcode >= 0x28 && opcode <= 0x3e) return skip(reader, 2);
  switch (opcode) {
    case op.call:
    case op.refFunc:
      return reader.uint32();
    case 0x02:
    case 0x03:
    case op.if:
    case 0x0c:
    case op.brIf:
    case op.localGet:
    case op.localSet:
    case op.localTee:
    case op.globalGet:
    case op.globalSet:
    case 0x25:
    case 0x26:
    case 0x3f:
    case 0x40:
    case op.i32Const:
    case op.i64Const:
    case 0xd0:
      return skip(reader, 1);
    case op.callIndirect:
      return skip(reader, 2);
    case op.brTable: {
      const count = reader.uint32();
      for (let i = 0; i <= count; i++) reader.skipNumber();
      return count;
    }
    case 0x1c:
      reader.take(reader.uint32());
      return 0;
    case op.f32Const:
      reader.take(4);
      return 0;
    case op.f64Const:
      reader.take(8);
      return 0;
    case 0xfc:
      return skipPrefixed(reader);
  }
  if (opcode > 0xd1) throw contractSdkErrors.create("CONTRACT_FORBIDDEN", { what: featureName(opcode) });
  return 0;
}

function skipPrefixed(reader: WasmReader): number {
  const number = reader.uint32();
  if (number < 8) return 0;
  return skip(reader, [8, 10, 12, 14].includes(number) ? 2 : 1);
}

function skip(reader: WasmReader, count: number): number {
  for (let i = 0; i < count; i++) reader.skipNumber();
  return 0;
}

function featureName(opcode: number): string {
  if (opcode === 0xfd) return "SIMD (v128)";
  if (opcode === 0xfe) return "threads (atomic operations)";
  return `the instruction 0x${opcode.toString(16)}`;
}

/** Whether an instruction computes with floating point. */
export function isFloatInstruction(opcode: number): boolean {
  return (
    opcode === 0x2a ||
    opcode === 0x2b ||
    opcode === 0x38 ||
    opcode === 0x39 ||
    opcode === op.f32Const ||
    opcode === op.f64Const ||
    (opcode >= 0x5b && opcode <= 0x66) ||
    (opcode >= 0x8b && opcode <= 0xa6) ||
    (opcode >= 0xa8 && opcode <= 0xab) ||
    (opcode >= 0xae && opcode <= 0xbf)
  );
}
