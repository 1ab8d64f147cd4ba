import { op, readInstruction, valueType } from "./instruction.ts";
import { encodeInt32, encodeUint32, WasmReader } from "./wasm-bytes.ts";
import {
  buildWasmModule,
  type FunctionType,
  importedFunctions,
  type ModuleImport,
  parseWasmModule,
} from "./wasm-module.ts";

/** A place where a contract chooses its way. */
export interface BranchPoint {
  /** Byte offset in the module as it was, which a source map speaks of. */
  readonly offset: number;
  /** Index of its function among those defined in the module. */
  readonly function: number;
  /** Numbers of its ways: `first` for not taken or the first target, then the others. */
  readonly first: number;
  readonly ways: number;
}

export interface InstrumentedModule {
  readonly wasm: Uint8Array;
  readonly branches: readonly BranchPoint[];
}

/** What an instrumented contract logs: this, then the way's number as seven letters from `@` (0) to `O` (15), highest first. */
const logMark = 0x7e;
const logBytes = 8;
/** Where the eight letters stand while they are logged; what was there comes back at once. */
const scratch = 16;

/**
 * Adds a log line for each way taken at `if`, `br_if` and `br_table`, without changing what the contract computes. Works for
 * any module of the runtimes WASMER and GASM: the lines go through `env.log_message`, which both have.
 */
export function instrumentBranches(bytes: Uint8Array): InstrumentedModule {
  const module = parseWasmModule(bytes);
  const imports = importedFunctions(module);
  const types: FunctionType[] = [...module.types];
  const typeOf = (parameters: readonly number[], results: readonly number[]): number =>
    types.push({ parameters, results }) - 1;
  const { i32 } = valueType;
  let logIndex = imports.findIndex((each) => each.module === "env" && each.name === "log_message");
  const shift = logIndex < 0 ? 1 : 0;
  const moduleImports = [...module.imports];
  if (logIndex < 0) {
    logIndex = imports.length;
    const typeIndex = typeOf([i32, i32], []);
    moduleImports.push(logImport(typeIndex));
  }
  const renumber = (index: number): number => (index < imports.length ? index : index + shift);
  const hitIndex = imports.length + shift + module.bodies.length;
  const branches: BranchPoint[] = [];
  let wayCount = 0;

  const called = encodeUint32(module.globals.count);
  const exported = new Set(module.exports.filter(({ kind }) => kind === 0).map((each) => each.index - imports.length));

  const bodies = module.bodies.map((body, index) => {
    const out: number[] = [...bytes.subarray(body.localsStart, body.codeStart)];
    if (exported.has(index)) out.push(op.i32Const, 1, op.globalSet, ...called);
    const reader = new WasmReader(bytes, body.codeStart);
    while (reader.position < body.end) {
      const instruction = readInstruction(reader);
      const ways = waysOf(instruction.opcode, instruction.index);
      if (ways > 0) {
        branches.push({ offset: instruction.start, function: index, first: wayCount, ways });
        // (value) -> value, telling first + min(value, ways - 1)
        out.push(op.i32Const, ...encodeInt32(wayCount), op.i32Const, ...encodeInt32(ways - 1));
        out.push(op.call, ...encodeUint32(hitIndex + (instruction.opcode === op.brTable ? 1 : 0)));
        wayCount += ways;
      }
      if (instruction.opcode === op.call || instruction.opcode === op.refFunc)
        out.push(instruction.opcode, ...encodeUint32(renumber(instruction.index)));
      else out.push(...bytes.subarray(instruction.start, instruction.end));
    }
    return out;
  });
  const chooseType = typeOf([i32, i32, i32], [i32]);
  const tellType = typeOf([i32], []);
  const tellIndex = hitIndex + 2;
  const wasm = buildWasmModule(module, {
    types,
    imports: moduleImports,
    bodies,
    addedFunctions: [
      { typeIndex: chooseType, body: tellCondition(tellIndex) },
      { typeIndex: chooseType, body: tellTarget(tellIndex) },
      { typeIndex: tellType, body: tellWay(logIndex, called) },
    ],
    addedGlobals: [[i32, 1, op.i32Const, 0, op.end]],
    renumber,
  });
  return { wasm, branches };
}

/** The way that a log line tells; undefined for the contract's own lines. */
export function wayOfLog(text: string): number | undefined {
  if (text.length !== logBytes || text.charCodeAt(0) !== logMark) return undefined;
  let way = 0;
  for (let i = 1; i < logBytes; i++) way = way * 16 + (text.charCodeAt(i) - 0x40);
  return way;
}

function waysOf(opcode: number, targets: number): number {
  if (opcode === op.if || opcode === op.brIf) return 2;
  return opcode === op.brTable ? targets + 1 : 0;
}

function logImport(typeIndex: number): ModuleImport {
  return {
    module: "env",
    name: "log_message",
    kind: 0,
    typeIndex,
    description: Uint8Array.from(encodeUint32(typeIndex)),
  };
}

/** Tells `first`, or `first + 1` when the condition holds; the condition stays. */
function tellCondition(tellIndex: number): number[] {
  const [i32Eqz, i32Add] = [0x45, 0x6a];
  const out: number[] = [0];
  out.push(op.localGet, 1, op.localGet, 0, i32Eqz, i32Eqz, i32Add, op.call, ...encodeUint32(tellIndex));
  out.push(op.localGet, 0, op.end);
  return out;
}

/** Tells `first + min(index, last)`; the index stays. */
function tellTarget(tellIndex: number): number[] {
  const [i32LtU, i32Add] = [0x49, 0x6a];
  const out: number[] = [0];
  out.push(op.localGet, 1, op.localGet, 0, op.localGet, 2, op.localGet, 0, op.localGet, 2, i32LtU, op.select);
  out.push(i32Add, op.call, ...encodeUint32(tellIndex), op.localGet, 0, op.end);
  return out;
}

/**
 * Writes the eight letters over the scratch place, logs them, and puts back what was there. Says nothing while no exported function
 * has been called: a start function has no call that could log.
 */
function tellWay(logIndex: number, called: readonly number[]): number[] {
  const [i64Store8, i32ShrU, i32And, i32Add] = [0x3a, 0x76, 0x71, 0x6a];
  const place = [op.i32Const, ...encodeInt32(scratch)];
  const out: number[] = [1, 1, valueType.i64];
  out.push(op.globalGet, ...called, op.if, 0x40);
  out.push(...place, op.i64Load, 0, 0, op.localSet, 1);
  out.push(...place, op.i32Const, ...encodeInt32(logMark), i64Store8, 0, 0);
  for (let i = 1; i < logBytes; i++) {
    out.push(...place, op.localGet, 0, op.i32Const, ...encodeInt32(4 * (logBytes - 1 - i)), i32ShrU);
    out.push(op.i32Const, 15, i32And, op.i32Const, ...encodeInt32(0x40), i32Add, i64Store8, 0, i);
  }
  out.push(...place, op.i32Const, logBytes, op.call, ...encodeUint32(logIndex));
  out.push(...place, op.localGet, 1, op.i64Store, 0, 0, op.end, op.end);
  return out;
}
