import { stackSlotsPerCall } from "../../limits.ts";
import { ByteReader } from "./byte-reader.ts";
import { CodeWriter } from "./code-writer.ts";
import { createInstruction, readInstruction } from "./instruction.ts";
import type { ModuleShape } from "./module-shape.ts";
import { nanType } from "./nan-type.ts";
import { op, valueType } from "./opcodes.ts";
import { endsRun, type FunctionFacts } from "./scan-function.ts";

/** Indexes of what is added to a module; see rewrite-module.ts. */
export interface AddedIndexes {
  readonly gasGlobal: number;
  readonly stackGlobal: number;
  readonly pagesGlobal: number;
  readonly trapGlobal: number;
  readonly growFunction: number;
  readonly copyFunction: number;
  readonly fillFunction: number;
  /** Function that stands for memory.init of each segment. */
  readonly initFunctions: ReadonlyMap<number, number>;
  /** Type of a block that leaves several results, by their value types joined with commas. */
  readonly blockTypes: ReadonlyMap<string, number>;
}

/** Which of the added checks stopped a contract, or that its own `unreachable` did. Other traps leave `none`. */
export const trapMark = { none: 0, unreachable: 1, stack: 2, memory: 3 } as const;

/** Stores mark pages of 4 KiB, as a power of two: small enough that restoring one costs a tenth of a microsecond. */
export const dirtyPageShift = 12;

/** Alignment 2^0 with the flag for an explicit memory, memory 1, offset 0. */
const dirtyMapAccess = [0x40, 1, 0] as const;

/** Temporary locals behind the function's own: a store's address, then a value by type. */
const temporaryTypes = [valueType.i32, valueType.i32, valueType.i64, valueType.f32, valueType.f64];

/**
 * Writes one function's body with the added code: gas is taken at the start of every straight run and looked at in the head of
 * the function and of each loop; functions that call take their frame from the stack counter and give it back at their one exit;
 * stores mark their page in the second memory when `tracksStores`; memory growth and bulk operations become calls; a NaN that
 * arithmetic makes becomes the one with no sign and no payload, because processors differ in its bits.
 */
export function rewriteFunction(
  shape: ModuleShape,
  facts: FunctionFacts,
  added: AddedIndexes,
  tracksStores: boolean,
): Uint8Array {
  const out = new CodeWriter((facts.codeEnd - facts.codeStart) * 3);
  const marksStores = tracksStores && facts.storeBits !== 0;
  const needsTemporaries = marksStores || facts.makesNans;
  out.uint32(facts.localGroupCount + (needsTemporaries ? temporaryTypes.length : 0));
  out.bytes(facts.localGroups);
  if (needsTemporaries) for (const type of temporaryTypes) out.bytes([1, type]);
  if (facts.callsOthers) enterFrame(out, facts, added);
  writeCode(out, shape, facts, added, marksStores);
  if (facts.callsOthers) leaveFrame(out, facts, added);
  return out.view();
}

/** Slots of 8 bytes that one frame may take of the engine's stack. Spec: limits.ts, `stackSlotsMax`. */
export function frameSlots(facts: FunctionFacts): number {
  return stackSlotsPerCall + facts.localCount + facts.operandsHigh;
}

function writeCode(
  out: CodeWriter,
  shape: ModuleShape,
  facts: FunctionFacts,
  added: AddedIndexes,
  marksStores: boolean,
): void {
  const reader = new ByteReader(shape.bytes, facts.codeStart, facts.codeEnd);
  const instruction = createInstruction();
  let run = 0;
  let depth = 0;
  takeGas(out, facts.runGas[run++] ?? 0, added, true);
  while (!reader.isAtEnd) {
    readInstruction(reader, shape, instruction);
    const { opcode, index, start, end } = instruction;
    if (opcode === op.block || opcode === op.loop || opcode === op.if) depth++;
    else if (opcode === op.end) depth--;
    if (marksStores && opcode >= op.firstStore && opcode <= op.lastStore)
      writeStore(out, opcode, index, shape.bytes.subarray(start, end), facts.localCount);
    else if (opcode === op.return && facts.callsOthers) out.indexed(op.br, depth);
    else if (!writeReplacement(out, opcode, index, added)) {
      out.bytes(shape.bytes.subarray(start, end));
      const floatType = nanType(opcode);
      if (floatType !== undefined) replaceNan(out, floatType, facts.localCount);
    }
    if (endsRun(opcode) && !reader.isAtEnd) takeGas(out, facts.runGas[run++] ?? 0, added, opcode === op.loop);
  }
}

/** gas -= cost; in heads a counter below zero stops the contract. */
function takeGas(out: CodeWriter, cost: number, added: AddedIndexes, isHead: boolean): void {
  if (cost === 0) return;
  out.indexed(op.globalGet, added.gasGlobal);
  out.i64(cost);
  out.ops(op.i64Sub);
  out.indexed(op.globalSet, added.gasGlobal);
  if (isHead) stopWithoutGas(out, added);
}

/** Stops when the gas counter is below zero. */
export function stopWithoutGas(out: CodeWriter, added: AddedIndexes): void {
  out.indexed(op.globalGet, added.gasGlobal);
  out.i64(0);
  out.ops(op.i64LtS);
  out.trapIf(added.trapGlobal, trapMark.none);
}

function enterFrame(out: CodeWriter, facts: FunctionFacts, added: AddedIndexes): void {
  out.indexed(op.globalGet, added.stackGlobal);
  out.i32(frameSlots(facts));
  out.ops(op.i32Sub);
  out.indexed(op.globalSet, added.stackGlobal);
  out.indexed(op.globalGet, added.stackGlobal);
  out.i32(0);
  out.ops(op.i32LtS);
  out.trapIf(added.trapGlobal, trapMark.stack);
  const { results } = facts.type;
  out.ops(op.block);
  if (results.length > 1) out.signed(added.blockTypes.get(results.join()) ?? 0);
  else out.ops(results[0] ?? valueType.empty);
}

function leaveFrame(out: CodeWriter, facts: FunctionFacts, added: AddedIndexes): void {
  out.indexed(op.globalGet, added.stackGlobal);
  out.i32(frameSlots(facts));
  out.ops(op.i32Add);
  out.indexed(op.globalSet, added.stackGlobal);
  out.ops(op.end);
}

/**
 * The store, then a mark for the page of its first byte, unless it has one: reading the mark first is six times as fast as writing
 * it each time. What the store may write of the next page is restored with this one.
 */
function writeStore(out: CodeWriter, opcode: number, offset: number, original: Uint8Array, localCount: number): void {
  const address = localCount;
  const value = localCount + 1 + storedType(opcode);
  out.indexed(op.localSet, value);
  out.indexed(op.localTee, address);
  out.indexed(op.localGet, value);
  out.bytes(original);
  out.indexed(op.localGet, address);
  if (offset !== 0) {
    out.i32(offset | 0);
    out.ops(op.i32Add);
  }
  out.i32(dirtyPageShift);
  out.ops(op.i32ShrU);
  out.indexed(op.localTee, address);
  out.ops(op.i32Load8U, ...dirtyMapAccess, op.i32Eqz, op.if, valueType.empty);
  out.indexed(op.localGet, address);
  out.i32(1);
  out.ops(op.i32Store8, ...dirtyMapAccess, op.end);
}

/** Leaves a number on the stack as it is, and any NaN as the canonical one: equal to itself or not decides, without a branch of its own. */
function replaceNan(out: CodeWriter, floatType: number, localCount: number): void {
  const isShort = floatType === valueType.f32;
  const value = localCount + (isShort ? 3 : 4);
  out.indexed(op.localTee, value);
  if (isShort) out.ops(op.f32Const, 0, 0, 0xc0, 0x7f);
  else out.ops(op.f64Const, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f);
  out.indexed(op.localGet, value);
  out.indexed(op.localGet, value);
  out.ops(isShort ? op.f32Eq : op.f64Eq, op.select);
}

/** Place of the stored value's type in `temporaryTypes`, the address left out. */
function storedType(opcode: number): number {
  if (opcode === op.f32Store) return 2;
  if (opcode === op.f64Store) return 3;
  return opcode === op.i64Store || (opcode >= op.i64Store8 && opcode <= op.i64Store32) ? 1 : 0;
}

/** Writes what stands for an instruction that needs the host's view of memory or a mark; false = copy it as it is. */
function writeReplacement(out: CodeWriter, opcode: number, index: number, added: AddedIndexes): boolean {
  switch (opcode) {
    case op.unreachable:
      out.trap(added.trapGlobal, trapMark.unreachable);
      return true;
    case op.memorySize:
      out.indexed(op.globalGet, added.pagesGlobal);
      return true;
    case op.memoryGrow:
      out.indexed(op.call, added.growFunction);
      return true;
    case op.memoryCopy:
      out.indexed(op.call, added.copyFunction);
      return true;
    case op.memoryFill:
      out.indexed(op.call, added.fillFunction);
      return true;
    case op.memoryInit:
      out.indexed(op.call, added.initFunctions.get(index) ?? 0);
      return true;
    default:
      return false;
  }
}
