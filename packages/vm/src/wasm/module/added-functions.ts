import { gasSchedule } from "../gas-schedule.ts";
import { CodeWriter } from "./code-writer.ts";
import { op, valueType } from "./opcodes.ts";
import { type AddedIndexes, dirtyPageShift, stopWithoutGas, trapMark } from "./rewrite-function.ts";

/** A function that rewriting adds: its body, and its type as the index of one of the types it adds. */
export interface AddedFunction {
  readonly type: keyof typeof addedTypes;
  readonly body: Uint8Array;
}

const { i32, f64 } = valueType;

/** Types that rewriting adds behind the module's own. */
export const addedTypes = {
  grow: { parameters: [i32], results: [i32] },
  bulk: { parameters: [i32, i32, i32], results: [] },
  begin: { parameters: [f64, i32], results: [] },
  spend: { parameters: [f64], results: [] },
  readNumber: { parameters: [], results: [f64] },
  readInteger: { parameters: [], results: [i32] },
  action: { parameters: [], results: [] },
} as const;

/**
 * memory.grow by the declared size: pages up to the maximum are given; the engine's memory grows only past the headroom.
 * A refusal of the engine stops the node, for on another machine the contract would go on.
 */
export function growFunction(added: AddedIndexes, pagesMax: number): AddedFunction {
  const code = body([i32]);
  const delta = 0;
  const pages = 1;
  const giveUp = () => {
    code.i32(pagesMax);
    code.ops(op.i32GtU, op.if, valueType.empty);
    code.i32(-1);
    code.ops(op.return, op.end);
  };
  code.indexed(op.localGet, delta);
  giveUp();
  code.indexed(op.globalGet, added.pagesGlobal);
  code.indexed(op.localGet, delta);
  code.ops(op.i32Add);
  code.indexed(op.localTee, pages);
  giveUp();
  takeGasFor(code, added, delta, gasSchedule.memoryPage);
  code.indexed(op.localGet, pages);
  code.ops(op.memorySize, 0, op.i32GtU, op.if, valueType.empty);
  code.indexed(op.localGet, pages);
  code.ops(op.memorySize, 0, op.i32Sub, op.memoryGrow, 0);
  code.i32(-1);
  code.ops(op.i32Eq);
  code.trapIf(added.trapGlobal, trapMark.memory);
  code.ops(op.end);
  code.indexed(op.globalGet, added.pagesGlobal);
  code.indexed(op.localGet, pages);
  code.indexed(op.globalSet, added.pagesGlobal);
  return finish("grow", code);
}

/** memory.copy, memory.fill or memory.init of one segment, with gas by length, the declared bounds, and marks. */
export function bulkFunction(
  added: AddedIndexes,
  opcode: number,
  segment: number,
  tracksStores: boolean,
): AddedFunction {
  const code = body([]);
  const [destination, source, length] = [0, 1, 2];
  takeGasFor(code, added, length, gasSchedule.bulkMemoryByte);
  trapOutside(code, added, destination, length);
  if (opcode === op.memoryCopy) trapOutside(code, added, source, length);
  for (const local of [destination, source, length]) code.indexed(op.localGet, local);
  if (opcode === op.memoryCopy) code.prefixed(opcode, 0, 0);
  else if (opcode === op.memoryFill) code.prefixed(opcode, 0);
  else {
    code.ops(op.prefixBulk, opcode - 0xfc00);
    code.uint32(segment);
    code.ops(0);
  }
  if (tracksStores) markRange(code, destination, length);
  return finish("bulk", code);
}

/** Sets gas (a whole number) and stack for a call and takes back what contracts left in globals. `pairs`: global and its copy. */
export function beginFunction(added: AddedIndexes, pairs: readonly (readonly [number, number])[]): AddedFunction {
  const code = body([]);
  code.indexed(op.localGet, 0);
  code.ops(op.i64TruncF64S);
  code.indexed(op.globalSet, added.gasGlobal);
  code.indexed(op.localGet, 1);
  code.indexed(op.globalSet, added.stackGlobal);
  code.i32(trapMark.none);
  code.indexed(op.globalSet, added.trapGlobal);
  for (const [global, copy] of pairs) {
    code.indexed(op.globalGet, copy);
    code.indexed(op.globalSet, global);
  }
  return finish("begin", code);
}

/** Keeps the globals as they are now as those that each call begins with. */
export function snapshotFunction(pairs: readonly (readonly [number, number])[]): AddedFunction {
  const code = body([]);
  for (const [global, copy] of pairs) {
    code.indexed(op.globalGet, global);
    code.indexed(op.globalSet, copy);
  }
  return finish("action", code);
}

export function spendFunction(added: AddedIndexes): AddedFunction {
  const code = body([]);
  code.indexed(op.globalGet, added.gasGlobal);
  code.indexed(op.localGet, 0);
  code.ops(op.i64TruncF64S, op.i64Sub);
  code.indexed(op.globalSet, added.gasGlobal);
  return finish("spend", code);
}

export function readGasFunction(added: AddedIndexes): AddedFunction {
  const code = body([]);
  code.indexed(op.globalGet, added.gasGlobal);
  code.ops(op.f64ConvertI64S);
  return finish("readNumber", code);
}

export function readGlobalFunction(global: number): AddedFunction {
  const code = body([]);
  code.indexed(op.globalGet, global);
  return finish("readInteger", code);
}

function body(locals: readonly number[]): CodeWriter {
  const code = new CodeWriter(128);
  code.uint32(locals.length);
  for (const type of locals) code.bytes([1, type]);
  return code;
}

function finish(type: AddedFunction["type"], code: CodeWriter): AddedFunction {
  code.ops(op.end);
  return { type, body: code.view() };
}

function takeGasFor(code: CodeWriter, added: AddedIndexes, countLocal: number, gasEach: number): void {
  code.indexed(op.globalGet, added.gasGlobal);
  code.indexed(op.localGet, countLocal);
  code.ops(op.i64ExtendI32U);
  code.i64(gasEach);
  code.ops(op.i64Mul, op.i64Sub);
  code.indexed(op.globalSet, added.gasGlobal);
  stopWithoutGas(code, added);
}

function trapOutside(code: CodeWriter, added: AddedIndexes, start: number, length: number): void {
  code.indexed(op.localGet, start);
  code.ops(op.i64ExtendI32U);
  code.indexed(op.localGet, length);
  code.ops(op.i64ExtendI32U, op.i64Add);
  code.indexed(op.globalGet, added.pagesGlobal);
  code.ops(op.i64ExtendI32U);
  code.i64(16);
  code.ops(op.i64Shl, op.i64GtU);
  code.trapIf(added.trapGlobal, trapMark.none);
}

/** Marks all pages of a range that is inside the memory. */
function markRange(code: CodeWriter, start: number, length: number): void {
  const firstPage = () => {
    code.indexed(op.localGet, start);
    code.i32(dirtyPageShift);
    code.ops(op.i32ShrU);
  };
  code.indexed(op.localGet, length);
  code.ops(op.if, valueType.empty);
  firstPage();
  code.i32(1);
  code.indexed(op.localGet, start);
  code.indexed(op.localGet, length);
  code.ops(op.i32Add);
  code.i32(1);
  code.ops(op.i32Sub);
  code.i32(dirtyPageShift);
  code.ops(op.i32ShrU);
  firstPage();
  code.ops(op.i32Sub);
  code.i32(1);
  code.ops(op.i32Add);
  code.prefixed(op.memoryFill, 1);
  code.ops(op.end);
}
