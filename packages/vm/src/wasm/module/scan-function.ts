import { localsMax, nestingMax, operandsMax } from "../../limits.ts";
import { gasSchedule } from "../gas-schedule.ts";
import { ByteReader } from "./byte-reader.ts";
import { createInstruction, type Instruction, isNumberType, readInstruction } from "./instruction.ts";
import { ModuleRefusal } from "./module-refusal.ts";
import type { FunctionType, ModuleShape } from "./module-shape.ts";
import { nanType } from "./nan-type.ts";
import { bulkEffects, op, operandEffects } from "./opcodes.ts";

/** What rewriting a function needs to know before its first byte is written. */
export interface FunctionFacts {
  readonly type: FunctionType;
  /** Parameters and declared locals. */
  readonly localCount: number;
  /** Bytes of the local declarations' groups, and how many groups. */
  readonly localGroups: Uint8Array;
  readonly localGroupCount: number;
  readonly codeStart: number;
  readonly codeEnd: number;
  /** Most values that the operand stack holds. */
  readonly operandsHigh: number;
  readonly callsOthers: boolean;
  /** Store opcodes in use, as bits from `op.firstStore`. */
  readonly storeBits: number;
  /** Whether it has arithmetic whose result may be a NaN. */
  readonly makesNans: boolean;
  /** Gas of each straight run of instructions, in order; runs end after every control instruction but `block`. */
  readonly runGas: readonly number[];
  readonly bulkOpcodes: ReadonlySet<number>;
  readonly initialisedSegments: ReadonlySet<number>;
}

/** An open block: how deep the stack was, how many values it takes and leaves. */
interface Block {
  readonly base: number;
  readonly parameters: number;
  readonly results: number;
  readonly isIf: boolean;
}

/**
 * Walks one function's code. Counts operands as the validation algorithm does, without types: the engine has checked those.
 * Errors: ModuleRefusal.
 */
export function scanFunction(shape: ModuleShape, bodyIndex: number): FunctionFacts {
  const body = shape.bodies[bodyIndex] as { start: number; end: number };
  const typeIndex = shape.functionTypes[shape.imports.length + bodyIndex] as number;
  const type = shape.types[typeIndex] as FunctionType;
  const reader = new ByteReader(shape.bytes, body.start, body.end);
  const locals = readLocals(reader, type.parameters.length);
  const scan = new FunctionScan(shape, type, locals.count);
  const codeStart = reader.position;
  const instruction = createInstruction();
  while (scan.isOpen) {
    readInstruction(reader, shape, instruction);
    scan.take(instruction);
  }
  if (!reader.isAtEnd) throw new ModuleRefusal("code after a function's end");
  return {
    type,
    localCount: locals.count,
    localGroups: locals.groups,
    localGroupCount: locals.groupCount,
    codeStart,
    codeEnd: reader.end,
    operandsHigh: scan.operandsHigh,
    callsOthers: scan.callsOthers,
    storeBits: scan.storeBits,
    makesNans: scan.makesNans,
    runGas: scan.runGas,
    bulkOpcodes: scan.bulkOpcodes,
    initialisedSegments: scan.initialisedSegments,
  };
}

/** Whether a straight run ends after this opcode. Scan and rewriting must agree on it. */
export function endsRun(opcode: number): boolean {
  return (opcode >= op.loop && opcode <= op.return) || opcode === op.unreachable;
}

function readLocals(
  reader: ByteReader,
  parameterCount: number,
): { count: number; groups: Uint8Array; groupCount: number } {
  const groupCount = reader.readCount("groups of locals", localsMax);
  const start = reader.position;
  let count = parameterCount;
  for (let i = 0; i < groupCount; i++) {
    count += reader.readUint32();
    if (count > localsMax) throw new ModuleRefusal(`more than ${localsMax} locals`);
    if (!isNumberType(reader.readByte())) throw new ModuleRefusal("only number types are supported");
  }
  return { count, groups: reader.bytes.subarray(start, reader.position), groupCount };
}

class FunctionScan {
  operandsHigh = 0;
  callsOthers = false;
  storeBits = 0;
  makesNans = false;
  readonly runGas: number[] = [];
  readonly bulkOpcodes = new Set<number>();
  readonly initialisedSegments = new Set<number>();
  readonly #shape: ModuleShape;
  readonly #localCount: number;
  readonly #blocks: Block[];
  #operands = 0;
  /** Gas of the running straight run; a function's head is looked at like a loop's. */
  #gas: number = gasSchedule.branch;

  constructor(shape: ModuleShape, type: FunctionType, localCount: number) {
    this.#shape = shape;
    this.#localCount = localCount;
    this.#blocks = [{ base: 0, parameters: 0, results: type.results.length, isIf: false }];
  }

  get isOpen(): boolean {
    return this.#blocks.length > 0;
  }

  take(instruction: Instruction): void {
    const { opcode } = instruction;
    if (opcode < op.drop && opcode !== 0x01) this.#takeControl(instruction);
    else this.#takePlain(instruction);
    if (!endsRun(opcode)) return;
    this.runGas.push(this.#gas);
    this.#gas = opcode === op.loop ? gasSchedule.branch : 0;
  }

  #takePlain({ opcode, index }: Instruction): void {
    const effect = opcode >= 0xfc00 ? bulkEffects[opcode - 0xfc00] : operandEffects[opcode];
    if (effect === undefined) throw new ModuleRefusal(`opcode 0x${opcode.toString(16)} is not supported`);
    this.#gas += effect.gas;
    this.#pop(effect.pops);
    this.#push(effect.pushes);
    if (opcode >= op.localGet && opcode <= op.localTee && index >= this.#localCount)
      throw new ModuleRefusal(`local index ${index} out of range`);
    if (opcode >= op.firstLoad && opcode <= op.memoryGrow) this.#needMemory();
    if (nanType(opcode) !== undefined) this.makesNans = true;
    if (opcode >= op.firstStore && opcode <= op.lastStore) this.storeBits |= 1 << (opcode - op.firstStore);
    if (opcode === op.memoryGrow) this.bulkOpcodes.add(opcode);
    if (opcode >= op.memoryInit) {
      this.bulkOpcodes.add(opcode);
      if (opcode === op.memoryInit) this.initialisedSegments.add(index);
      if (opcode === op.memoryInit || opcode === op.memoryCopy || opcode === op.memoryFill) this.#needMemory();
    }
  }

  #takeControl(instruction: Instruction): void {
    const { opcode, index } = instruction;
    switch (opcode) {
      case op.block:
      case op.loop:
        return this.#open(instruction, false);
      case op.if:
        this.#gas += gasSchedule.branch;
        this.#pop(1);
        return this.#open(instruction, true);
      case op.else: {
        const block = this.#blocks.at(-1);
        if (block === undefined || !block.isIf) throw new ModuleRefusal("else without if");
        this.#blocks[this.#blocks.length - 1] = { ...block, isIf: false };
        this.#gas += gasSchedule.branch;
        this.#operands = block.base + block.parameters;
        return;
      }
      case op.end: {
        const block = this.#blocks.pop() as Block;
        this.#operands = block.base;
        return this.#push(block.results);
      }
      case op.br:
      case op.brTable:
      case op.brIf:
        if (index >= this.#blocks.length) throw new ModuleRefusal(`label ${index} out of range`);
        this.#gas += gasSchedule.branch;
        if (opcode === op.brIf) return this.#pop(1);
        return this.#leave();
      case op.return:
        this.#gas += gasSchedule.branch;
        return this.#leave();
      case op.unreachable:
        return this.#leave();
      case op.call:
        return this.#call(
          this.#shape.types[this.#shape.functionTypes[index] as number] as FunctionType,
          index < this.#shape.imports.length ? gasSchedule.hostCall : gasSchedule.call,
        );
      case op.callIndirect:
        if (this.#shape.tableSection === undefined) throw new ModuleRefusal("no table");
        this.#pop(1);
        return this.#call(this.#shape.types[index] as FunctionType, gasSchedule.indirectCall);
    }
    throw new ModuleRefusal(`opcode 0x${opcode.toString(16)} is not supported`);
  }

  #open({ blockParameters, blockResults }: Instruction, isIf: boolean): void {
    if (this.#blocks.length >= nestingMax) throw new ModuleRefusal(`more than ${nestingMax} nested blocks`);
    this.#pop(blockParameters);
    this.#blocks.push({ base: this.#operands, parameters: blockParameters, results: blockResults, isIf });
    this.#push(blockParameters);
  }

  #call(type: FunctionType, gas: number): void {
    this.callsOthers = true;
    this.#gas += gas;
    this.#pop(type.parameters.length);
    this.#push(type.results.length);
  }

  /** The rest of the block is dead code; its operands do not count. */
  #leave(): void {
    this.#operands = this.#blocks.at(-1)?.base ?? 0;
  }

  #pop(count: number): void {
    this.#operands = Math.max(this.#operands - count, this.#blocks.at(-1)?.base ?? 0);
  }

  #push(count: number): void {
    this.#operands += count;
    if (this.#operands <= this.operandsHigh) return;
    if (this.#operands > operandsMax) throw new ModuleRefusal(`more than ${operandsMax} operands`);
    this.operandsHigh = this.#operands;
  }

  #needMemory(): void {
    if (this.#shape.memory === undefined) throw new ModuleRefusal("no memory");
  }
}
