import { branchTargetsMax } from "../../limits.ts";
import type { ByteReader } from "./byte-reader.ts";
import { ModuleRefusal } from "./module-refusal.ts";
import { bulkEffects, op, operandEffects, valueType } from "./opcodes.ts";
import type { ModuleShape } from "./module-shape.ts";

/** One decoded instruction; the object is filled anew for each, because a module has hundreds of thousands. */
export interface Instruction {
  /** 0xfc00 + number for prefixed ones. */
  opcode: number;
  /** Label, function, type, local, global, segment, or a memory access's offset. */
  index: number;
  /** Where its bytes start and end. */
  start: number;
  end: number;
  /** Of block, loop and if: numbers of parameters and results. */
  blockParameters: number;
  blockResults: number;
}

export function createInstruction(): Instruction {
  return { opcode: 0, index: 0, start: 0, end: 0, blockParameters: 0, blockResults: 0 };
}

/** Reads the next instruction; refuses opcodes that contracts may not use and indexes out of range (labels and locals are the caller's). */
export function readInstruction(reader: ByteReader, shape: ModuleShape, into: Instruction): void {
  into.start = reader.position;
  const opcode = reader.readByte();
  into.opcode = opcode;
  if (opcode >= 0x45 && opcode <= op.lastNumeric) {
    into.end = reader.position;
    return;
  }
  readImmediates(opcode, reader, shape, into);
  into.end = reader.position;
}

function readImmediates(opcode: number, reader: ByteReader, shape: ModuleShape, into: Instruction): void {
  switch (opcode) {
    case op.unreachable:
    case 0x01:
    case op.else:
    case op.end:
    case op.return:
    case op.drop:
    case op.select:
      return;
    case op.block:
    case op.loop:
    case op.if:
      return readBlockType(reader, shape, into);
    case op.br:
    case op.brIf:
    case op.localGet:
    case op.localSet:
    case op.localTee:
      into.index = reader.readUint32();
      return;
    case op.brTable:
      into.index = readBranchTable(reader);
      return;
    case op.call:
      into.index = readIndex(reader, shape.functionTypes.length, "function");
      return;
    case op.callIndirect:
      into.index = readIndex(reader, shape.types.length, "type");
      readIndex(reader, 1, "table");
      return;
    case op.selectTyped:
      if (reader.readUint32() !== 1) throw new ModuleRefusal("select with several types");
      if (!isNumberType(reader.readByte())) throw new ModuleRefusal("reference types are not supported");
      return;
    case op.globalGet:
    case op.globalSet:
      into.index = readIndex(reader, shape.globals.length, "global");
      return;
    case op.memorySize:
    case op.memoryGrow:
      readZeroByte(reader);
      return;
    case op.i32Const:
      return reader.skipSigned(5);
    case op.i64Const:
      return reader.skipSigned(10);
    case op.f32Const:
      return reader.skip(4);
    case op.f64Const:
      return reader.skip(8);
    case op.prefixBulk:
      return readBulk(reader, shape, into);
  }
  if (operandEffects[opcode] === undefined) throw new ModuleRefusal(`opcode 0x${opcode.toString(16)} is not supported`);
  const alignment = reader.readUint32();
  if (alignment > 3) throw new ModuleRefusal("invalid alignment");
  into.index = reader.readUint32();
}

function readBlockType(reader: ByteReader, shape: ModuleShape, into: Instruction): void {
  const first = reader.bytes[reader.position] ?? 0;
  if (first === valueType.empty || isNumberType(first)) {
    reader.skip(1);
    into.blockParameters = 0;
    into.blockResults = first === valueType.empty ? 0 : 1;
    return;
  }
  const index = reader.readInt32();
  const type = index < 0 ? undefined : shape.types[index];
  if (type === undefined) throw new ModuleRefusal("invalid block type");
  into.blockParameters = type.parameters.length;
  into.blockResults = type.results.length;
}

/** Returns the farthest label. */
function readBranchTable(reader: ByteReader): number {
  const count = reader.readCount("branch targets", branchTargetsMax);
  let farthest = 0;
  for (let i = 0; i <= count; i++) farthest = Math.max(farthest, reader.readUint32());
  return farthest;
}

function readBulk(reader: ByteReader, shape: ModuleShape, into: Instruction): void {
  const number = reader.readUint32();
  if (bulkEffects[number] === undefined) throw new ModuleRefusal(`opcode 0xfc ${number} is not supported`);
  into.opcode = 0xfc00 + number;
  switch (into.opcode) {
    case op.memoryInit:
      into.index = readIndex(reader, shape.dataCount ?? 0, "data segment");
      return readZeroByte(reader);
    case op.dataDrop:
      into.index = readIndex(reader, shape.dataCount ?? 0, "data segment");
      return;
    case op.memoryCopy:
      readZeroByte(reader);
      return readZeroByte(reader);
    case op.memoryFill:
      return readZeroByte(reader);
    case op.tableInit:
      into.index = readIndex(reader, shape.elementCount, "element segment");
      readIndex(reader, 1, "table");
      return;
    case op.elemDrop:
      into.index = readIndex(reader, shape.elementCount, "element segment");
      return;
    case op.tableCopy:
      readIndex(reader, 1, "table");
      readIndex(reader, 1, "table");
  }
}

function readIndex(reader: ByteReader, count: number, what: string): number {
  const index = reader.readUint32();
  if (index >= count) throw new ModuleRefusal(`${what} index ${index} out of range`);
  return index;
}

function readZeroByte(reader: ByteReader): void {
  if (reader.readByte() !== 0) throw new ModuleRefusal("several memories are not supported");
}

export function isNumberType(byte: number): boolean {
  return byte >= valueType.f64 && byte <= valueType.i32;
}
